-- Resuming the dead, yielding outside.
print(pcall(coroutine.yield)) -- expect: false attempt to yield from outside a coroutine
local co = coroutine.create(function() end)
coroutine.resume(co)
print(coroutine.resume(co)) -- expect: false cannot resume dead coroutine
local wrapped = coroutine.wrap(function() end)
wrapped()
print(pcall(wrapped)) -- expect: false cannot resume dead coroutine
print(coroutine.resume(coroutine.running())) -- expect: false cannot resume non-suspended coroutine
local self = coroutine.wrap(function() return pcall(select(1, wrapped)) end)
print(self()) -- expect: false cannot resume dead coroutine
