-- Every coroutine has a hook of its own.
local log = {}
local function hook(event, line)
  log[#log + 1] = event .. " " .. tostring(line or debug.getinfo(2, "n").name)
end
local function show() print(table.concat(log, ", ")) log = {} end
local co = coroutine.create(function(a)
  local b = coroutine.yield(a)
  b = b + 1
  coroutine.yield(b)
  error("dead", 0)
end)
debug.sethook(co, hook, "crl")
print(debug.gethook(), debug.gethook(co) == hook)
print(coroutine.resume(co, 1))
show()
print(coroutine.resume(co, 2))
show()
print(coroutine.resume(co, 3))
show()
-- a hook that the coroutine sets for itself does not reach its resumer
local wrapped = coroutine.wrap(function()
  debug.sethook(hook, "l")
  local x = 1
  coroutine.yield()
  x = 2
end)
wrapped()
local y = 1
wrapped()
show()
-- a new coroutine has the mask of its creator, but not its hook
debug.sethook(hook, "l", 5)
local new = coroutine.create(print)
debug.sethook()
print(debug.gethook(new))
-- a hook may resume coroutines that have hooks, but not yield
log = {}
local inner = coroutine.wrap(function()
  debug.sethook(hook, "l")
  while true do
    coroutine.yield()
  end
end)
debug.sethook(function() debug.sethook() inner() end, "l")
local z = 1
inner()
show()
print(coroutine.resume(coroutine.create(function()
  debug.sethook(function() coroutine.yield() end, "l")
  z = 2
  z = 3
end)))
-- expect: nil true
-- expect: true 1
-- expect: call nil, line 8, call yield
-- expect: true 3
-- expect: return yield, line 9, line 10, call yield
-- expect: false dead
-- expect: return yield, line 11, call error
-- expect: line 24, line 25, line 26, line 27
-- expect: nil l 5
-- expect: line 42, line 42
-- expect: false attempt to yield across a C-call boundary
