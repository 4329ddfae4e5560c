-- getinfo: source, lines, names, parameters.
local function f(a, b, ...)
  return debug.getinfo(1, "nSlutf")
end
local i = f()
print(i.name, i.namewhat, i.what, i.currentline, i.linedefined, i.lastlinedefined)
print(i.nups, i.nparams, i.isvararg, i.istailcall, i.func == f)
print(i.source:match("[^/]+$"), i.short_src:match("[^/]+$"))
local main = debug.getinfo(1, "S")
print(main.what, main.linedefined)
local native = debug.getinfo(print)
print(native.what, native.short_src, native.source, native.currentline, native.linedefined, native.nparams, native.isvararg)
print(debug.getinfo(100))
print(pcall(debug.getinfo, 1, "?"))
print(pcall(debug.getinfo, "x"))
local lines = {}
for line in pairs(debug.getinfo(f, "L").activelines) do lines[#lines + 1] = line end
table.sort(lines)
print(table.concat(lines, " "))
local t = {}
function t.field() return debug.getinfo(1, "n") end
function t:method() return debug.getinfo(1, "n") end
local n = t.field()
print(n.name, n.namewhat)
n = t:method()
print(n.name, n.namewhat)
local function tail() return f() end
print(tail().istailcall)
-- expect: f local Lua 3 2 4
-- expect: 1 2 true false true
-- expect: debug_getinfo.lua debug_getinfo.lua
-- expect: main 0
-- expect: C [C] =[C] -1 -1 0 true
-- expect: nil
-- expect: false bad argument #2 to 'debug.getinfo' (invalid option)
-- expect: false bad argument #1 to 'debug.getinfo' (number expected, got string)
-- expect: 3 4
-- expect: field field
-- expect: method method
-- expect: true
