-- Upvalues of upvalues, and an upvalue that is a parameter.
local function outer(a)
  return function(b)
    return function(c)
      a, b, c = a + 1, b + 1, c + 1
      return a, b, c
    end
  end
end
local middle = outer(1)
local x, y = middle(10), middle(20)
print(x(100)) -- expect: 2 11 101
print(y(200)) -- expect: 3 21 201
print(x(100)) -- expect: 4 12 101
local function make()
  local t = {}
  local value = 0
  function t.get() return value end
  function t.add(n) value = value + n return t end
  return t
end
local object = make()
print(object.add(3).add(4).get(), make().get()) -- expect: 7 0
