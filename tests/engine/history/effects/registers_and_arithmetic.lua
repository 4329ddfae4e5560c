-- Registers and arithmetic: every kind of effect on them is undone and redone.
local a, b = 1, 2.5
for i = 1, 5 do a, b = b * i, a - i
end
return a // 1, a % 3
