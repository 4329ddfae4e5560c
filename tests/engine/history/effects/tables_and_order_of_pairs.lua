-- Tables and order of pairs: every kind of effect on them is undone and redone.
local t = {}
for i = 1, 9 do t['k' .. i] = i
end
t.k3 = nil
t.new = 1
for k in pairs(t) do t[k] = nil
end
