-- Coroutines: every kind of effect on them is undone and redone.
local co =
coroutine.wrap(function(a)
local b =
coroutine.yield(a + 1)
pcall(coroutine.yield, b) error('x')
end)
co(1)
co(2)
co(3)
pcall(co)
local d =
coroutine.create(function()
local x <close> =
setmetatable({}, {__close = print})
coroutine.yield()
end)
coroutine.resume(d)
coroutine.close(d)
