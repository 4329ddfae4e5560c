-- The four states, and who is running.
local outer
local co = coroutine.create(function()
  print("inside", coroutine.status(outer), coroutine.isyieldable())
  local inner = coroutine.create(function() print("outer is", coroutine.status(outer)) end)
  coroutine.resume(inner)
  print("inner is", coroutine.status(inner))
  coroutine.yield()
end)
outer = co
coroutine.resume(co)
-- expect: inside running true
-- expect: outer is normal
-- expect: inner is dead
print(coroutine.status(co)) -- expect: suspended
coroutine.resume(co)
print(coroutine.status(co)) -- expect: dead
local _, main = coroutine.running()
print(main, coroutine.isyieldable()) -- expect: true false
print(select(2, coroutine.resume(coroutine.create(function() return select(2, coroutine.running()) end))))
-- expect: false
print(pcall(coroutine.yield, 1)) -- expect: false attempt to yield from outside a coroutine
print(coroutine.resume(coroutine.running())) -- expect: false cannot resume non-suspended coroutine
local self
self = coroutine.create(function() return coroutine.resume(self) end)
print(coroutine.resume(self)) -- expect: true false cannot resume non-suspended coroutine
