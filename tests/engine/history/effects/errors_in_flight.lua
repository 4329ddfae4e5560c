-- Errors in flight: every kind of effect on them is undone and redone.
xpcall(function()
local x <close> =
setmetatable({}, {__close = function(_, e) error(e .. '2', 0)
end}) error('1', 0)
end, function(m)
return m .. 'h'
end)
pcall(function()
pcall(error, {})
local t = nil;
t.x = 1
end)
