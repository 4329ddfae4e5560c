-- Errors in hooks are raised in the function that is hooked, and end the hook's run.
local function fail(event)
  debug.sethook()
  error("in " .. event, 0)
end
print(pcall(function() debug.sethook(fail, "l")
  local x = 1
end))
print(pcall(function() debug.sethook(fail, "c") math.abs(1) end))
print(pcall(function() debug.sethook(fail, "r") end))
print(pcall(function() debug.sethook(fail, "", 1) end))
print(pcall(function() debug.sethook(fail, "c") pcall(print) end))
print(xpcall(function() debug.sethook(fail, "c") math.abs(1) end, function(m) return m .. ", handled" end))
-- afterwards hooks are called as before
local count = 0
local function sometimes()
  count = count + 1
  if count == 3 then error("third") end
end
local ok, message = pcall(function()
  debug.sethook(sometimes, "l")
  local x = 1
  x = 2
  x = 3
  x = 4
end)
local first = count
local y = 1
debug.sethook()
print(ok, message, first, count)
-- a message handler and a __close that run because of an error are hooked
local log = {}
local function hook(event, line) log[#log + 1] = line end
xpcall(function()
  local c <close> = setmetatable({}, {__close = function()
    log[#log + 1] = "close"
  end})
  debug.sethook(hook, "l")
  error("x")
end, function(m)
  return m
end)
debug.sethook()
print(table.concat(log, " "))
-- expect: false in line
-- expect: false in call
-- expect: false in return
-- expect: false in count
-- expect: false in call
-- expect: false in call, handled
-- expect: false debug_hook_errors.lua:18: third 4 6
-- expect: 39 41 36 close 37 43
