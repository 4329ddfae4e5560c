-- Table library: every kind of effect on them is undone and redone.
local t = {3, 1, 2}
table.insert(t, 5)
table.insert(t, 1, 9)
table.remove(t)
table.remove(t, 1)
table.sort(t)
table.sort(t, function(a, b)
return a > b
end)
table.move(t, 1, 2, 2)
return
table.concat(t, ',')
