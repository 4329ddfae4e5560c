-- Errors in the message handler itself.
print(xpcall(error, function(m) return "handled " .. tostring(m) end, "once")) -- expect: false handled once
local ok, m = xpcall(error, function() error("in the handler") end, "x")
print(ok, type(m)) -- expect: false string
print(xpcall(error, function(m) return { m } end, "boxed") == false) -- expect: true
local calls = 0
local _, result = xpcall(error, function(m)
  calls = calls + 1
  if calls < 3 then error("again " .. calls, 0) end
  return "gave in at " .. calls .. ": " .. m
end, "start")
print(result) -- expect: gave in at 3: again 2
print(pcall(xpcall, error)) -- expect: false bad argument #2 to 'xpcall' (function expected, got no value)
