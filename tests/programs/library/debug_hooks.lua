-- Line, call, return and count hooks.
local log = {}
local function traced()
  local x = 1
  x = x + 1
  return x
end
debug.sethook(function(event, line) log[#log + 1] = event .. " " .. line end, "l")
traced()
debug.sethook()
print(table.concat(log, ", ")) -- expect: line 9, line 4, line 5, line 6, line 10
log = {}
debug.sethook(function(event) log[#log + 1] = event .. " " .. (debug.getinfo(2, "n").name or "?") end, "cr")
traced()
debug.sethook()
print(table.concat(log, ", ")) -- expect: return sethook, call traced, return traced, call sethook
local count = 0
debug.sethook(function() count = count + 1 end, "", 100)
for i = 1, 10000 do end
debug.sethook()
print(count > 50, debug.gethook()) -- expect: true nil
local function tail() return traced() end
log = {}
debug.sethook(function(event) log[#log + 1] = event end, "c")
tail()
debug.sethook()
print(table.concat(log, ", ")) -- expect: call, tail call, call
