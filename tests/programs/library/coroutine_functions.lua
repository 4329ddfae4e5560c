-- create, close, isyieldable, running, wrap: arguments and results.
print(pcall(coroutine.create, 1))
-- expect: false bad argument #1 to 'coroutine.create' (function expected, got number)
print(pcall(coroutine.resume, 1))
-- expect: false bad argument #1 to 'coroutine.resume' (thread expected, got number)
print(pcall(coroutine.status, nil))
-- expect: false bad argument #1 to 'coroutine.status' (thread expected, got nil)
print(pcall(coroutine.wrap)) -- expect: false bad argument #1 to 'coroutine.wrap' (function expected, got no value)
print(coroutine.isyieldable(), coroutine.isyieldable(coroutine.create(print))) -- expect: false true
local co = coroutine.create(function() return coroutine.isyieldable() end)
print(coroutine.resume(co)) -- expect: true true
print(pcall(coroutine.close, coroutine.running())) -- expect: false cannot close a running coroutine
local self_close
self_close = coroutine.create(function() return pcall(coroutine.close, self_close) end)
print(coroutine.resume(self_close)) -- expect: true false cannot close a running coroutine
local c = coroutine.create(function() coroutine.yield() end)
coroutine.resume(c)
print(coroutine.close(c), coroutine.close(c)) -- expect: true true
print(coroutine.resume(c)) -- expect: false cannot resume dead coroutine
print(type(coroutine.running()), (tostring(coroutine.running()):gsub("0x%x+", "ADDRESS")))
-- expect: thread thread: ADDRESS
