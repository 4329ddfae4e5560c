-- Metatables: every kind of effect on them is undone and redone.
local t =
setmetatable({}, {__index = function(_, k)
return k .. '!'
end, __newindex = rawset, __add = function()
return 7
end, __lt = function()
return true
end, __concat = function()
return 'c'
end})
t.x = t.y
t.z = t + 1
t.w = t < t
t.v = 'a' .. t .. 'b'
setmetatable(t, nil)
