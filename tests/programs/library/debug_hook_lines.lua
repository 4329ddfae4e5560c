-- Line hooks: a line is new at a function's begin, after a jump back, and where it differs.
local function trace(source, ...)
  local lines = {}
  local chunk = assert(load(source, "=chunk"))
  debug.sethook(function(event, line) lines[#lines + 1] = line end, "l")
  pcall(chunk, ...)
  debug.sethook()
  print(table.concat(lines, " "))
end
trace [[
for i = 1, 2 do
  local x = i
end
for i = 1, 3 do end
local n = 0
repeat n = n + 1 until n > 2
while n > 0 do n = n - 1 end
]]
trace [[
local function f(...)
  return ...
end
f(1); f(
  2,
  3
)
return f(4)
]]
trace [[
local t = setmetatable({}, {__index = function(t, k)
  return k
end, __lt = function() return false end})
local a = t.x
  .. t.y
local b = t < t
for k, v in pairs {1, 2} do
  a = v
end
do
  local c <close> = setmetatable({}, {__close = function()
    local z = 1
  end})
  a = 1
end
]]
trace [[
local ok = pcall(error, "x")
pcall(function()
  local x = nil
  x()
end)
table.sort({3, 2, 1}, function(a, b)
  return a < b
end)
local s = ("ab"):gsub(".", function(c)
  return c
end)
goto last
::first:: do return end
::last:: goto first
]]
-- turned on and off inside of functions
local log = {}
local function on() debug.sethook(function(event, line) log[#log + 1] = line end, "l") end
local function off()
  debug.sethook()
end
on()
local a = 1; off()
a = 2
local function g()
  on()
  a = 3
end
g(); a = 4
a = 5; off(); on(); a = 6
off()
print(table.concat(log, " "))
-- hooks that set other hooks
log = {}
local function second(event, line) log[#log + 1] = event .. " " .. line end
debug.sethook(function(event) log[#log + 1] = event debug.sethook(second, "l") end, "c")
math.abs(1)
a = 1
debug.sethook()
print(table.concat(log, ", "))
-- a function without lines
log = {}
local stripped = load(string.dump(function() local x = 1 return x end, true))
debug.sethook(function(event, line) log[#log + 1] = event .. " " .. tostring(line) end, "l")
stripped()
debug.sethook()
print(table.concat(log, ", "))
-- expect: 6 1 2 1 2 1 4 4 4 5 6 6 6 7 7 7 7 7
-- expect: 6 3 4 2 5 7 4 2 8 2 7
-- expect: 6 1 3 1 5 2 2 6 3 7 8 7 8 7 9 11 13 11 13 14 12 13 15 7
-- expect: 6 1 2 5 2 3 4 6 8 6 7 7 7 9 11 9 10 10 12 13 7
-- expect: 69 66 73 74 76 66 77 66
-- expect: call, line 84, line 85
-- expect: line 91, line nil, line 92
