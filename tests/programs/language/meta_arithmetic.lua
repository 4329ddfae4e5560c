-- Every arithmetic metamethod, with the operand order as written.
local mt = {}
local function object(name) return setmetatable({ name = name }, mt) end
local function show(x) return type(x) == "table" and x.name or tostring(x) end
for _, event in ipairs { "add", "sub", "mul", "div", "mod", "pow", "unm", "idiv" } do
  mt["__" .. event] = function(a, b) return event .. "(" .. show(a) .. "," .. show(b) .. ")" end
end
local a, b = object "a", object "b"
print(a + b, a - 1, 2 * a, a / b, a % 3, 2 ^ a, -a, a // b)
-- expect: add(a,b) sub(a,1) mul(2,a) div(a,b) mod(a,3) pow(2,a) unm(a,a) idiv(a,b)
print(1.5 + a, "s" + a, a + "10", nil == a) -- expect: add(1.5,a) add(s,a) add(a,10) false
local only_right = setmetatable({}, { __add = function(x, y) return "right's", x, y end })
print({} == only_right, (1 + only_right)) -- expect: false right's
print(a + only_right == nil, (only_right + a)) -- expect: false right's
