-- Call and return hooks: every function has one call and, unless an error ends it, one return; C functions too.
local log = {}
local function hook(event)
  local info = debug.getinfo(2, "nSrt")
  log[#log + 1] = string.format("%s %s %s%s", event, info.name, info.what, info.istailcall and " (tail)" or "")
end
local function traced(f, ...)
  debug.sethook(hook, "cr")
  pcall(f, ...)
  debug.sethook()
  print(table.concat(log, "; ", 4, #log - 2))
  log = {}
end
traced(function(a) return math.abs(a) end, -1)
local function tail(n) if n > 0 then return tail(n - 1) end end
traced(function() tail(1) end)
traced(function() pcall(error, "x") end)
traced(function() pcall(pcall, math.abs, 1) end)
traced(function() for k in pairs {1} do end end)
traced(function() table.sort({2, 1}, function(a, b) return a < b end) end)
traced(function() string.gsub("ab", ".", function(c) return c end) end)
traced(function()
  local t = setmetatable({}, {__index = rawlen, __add = function() return 1 end, __call = math.max,
    __tostring = function() return "t" end, __close = function() end})
  local x = t.x, t + 1
  tostring(t)
  pcall(t, 1)
  local c <close> = t
end)
traced(function() coroutine.wrap(function() coroutine.yield() end)() end)
traced(function() coroutine.close(coroutine.create(print)) end)
-- what a call and a return transfer
local function transfers(f, ...)
  local seen = {}
  local target = f
  debug.sethook(function(event)
    local info = debug.getinfo(2, "fr")
    if info.func ~= target then return end
    local values = {}
    for i = info.ftransfer, info.ftransfer + info.ntransfer - 1 do
      values[#values + 1] = tostring(select(2, debug.getlocal(2, i)))
    end
    seen[#seen + 1] = event .. " " .. table.concat(values, " ")
  end, "cr")
  f(...)
  debug.sethook()
  print(table.concat(seen, "; "))
end
transfers(math.abs, -3)
transfers(select, 2, "a", "b", "c")
transfers(function(a, ...) return ... end, 1, 2, 3)
transfers(function(a, b) local c = a + b return c, a end, 1, 2)
-- the caller and the line of the function that is hooked
debug.sethook(function(event)
  if debug.getinfo(2, "f").func ~= math.abs then return end
  debug.sethook()
  print(debug.getinfo(1, "n").namewhat, debug.getinfo(2, "n").name, debug.getinfo(3, "l").currentline)
  print((debug.traceback("in the hook"):gsub("\n%s*", "; ")))
end, "c")
math.abs(1)
-- expect: call abs C; return abs C; return nil Lua
-- expect: call tail Lua; tail call nil Lua (tail); return nil Lua (tail); return nil Lua
-- expect: call pcall C; call nil C; return pcall C; return nil Lua
-- expect: call pcall C; call nil C; call nil C; return nil C; return nil C; return pcall C; return nil Lua
-- expect: call pairs C; return pairs C; call for iterator C; return for iterator C; call for iterator C; return for iterator C; return nil Lua
-- expect: call sort C; call nil Lua; return nil Lua; return sort C; return nil Lua
-- expect: call gsub C; call nil Lua; return nil Lua; call nil Lua; return nil Lua; return gsub C; return nil Lua
-- expect: call setmetatable C; return setmetatable C; call index C; return index C; call add Lua; return add Lua; call tostring C; call nil Lua; return nil Lua; return tostring C; call pcall C; call nil C; return pcall C; call close Lua; return close Lua; return nil Lua
-- expect: call wrap C; return wrap C; call nil C; return nil C; return nil Lua
-- expect: call create C; return create C; call close C; return close C; return nil Lua
-- expect: call -3; return 3
-- expect: call 2 a b c; return b c
-- expect: call 1; return 2 3
-- expect: call 1 2; return 3 1
-- expect: hook abs 60
-- expect: in the hook; stack traceback:; debug_hook_calls.lua:58: in hook '?'; [C]: in function 'math.abs'; debug_hook_calls.lua:60: in main chunk; [C]: in ?
