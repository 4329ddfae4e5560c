-- Random state: every kind of effect on them is undone and redone.
math.randomseed(42)
for i = 1, 4 do math.random() math.random(10)
end
