-- getlocal, setlocal, getupvalue, setupvalue, upvalueid.
local function f(a, b)
  local c = a + b
  local names = {}
  local index = 1
  while true do
    local name, value = debug.getlocal(1, index)
    if not name then break end
    names[#names + 1] = name .. "=" .. (type(value) == "number" and value or type(value))
    index = index + 1
  end
  print(table.concat(names, " "))
  print(debug.setlocal(1, 3, "changed"), c)
end
f(1, 2)
-- expect: a=1 b=2 c=3 names=table index=5
-- expect: c changed
local function v(...) return debug.getlocal(1, -1), debug.getlocal(1, -2) end
print(v("first", "second")) -- expect: (vararg) (vararg) second
print(debug.getlocal(f, 1), debug.getlocal(f, 2), debug.getlocal(f, 3)) -- expect: a b nil
local up1, up2 = "one", "two"
local function g() return up1, up2 end
print(debug.getupvalue(g, 1), debug.getupvalue(g, 2), debug.getupvalue(g, 3)) -- expect: up1 up2
print(debug.setupvalue(g, 1, "new"), up1) -- expect: up1 new
local function h() return up2 end
print(debug.upvalueid(g, 2) == debug.upvalueid(h, 1), debug.upvalueid(g, 1) == debug.upvalueid(h, 1))
-- expect: true false
print(debug.getupvalue(string.gmatch("x", "x"), 1)) -- expect:  x
print(pcall(debug.getlocal, 50, 1)) -- expect: false bad argument #1 to 'debug.getlocal' (level out of range)
