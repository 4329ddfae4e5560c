-- __eq, __lt and __le; results become booleans.
local mt = {}
local function new(v) return setmetatable({ v = v }, mt) end
mt.__eq = function(a, b) return a.v == b.v and "equal" end
mt.__lt = function(a, b) return (type(a) == "table" and a.v or a) < (type(b) == "table" and b.v or b) end
mt.__le = function(a, b) return not ((type(b) == "table" and b.v or b) < (type(a) == "table" and a.v or a)) end
local a, b, c = new(1), new(2), new(1)
print(a == c, a == b, a ~= c, rawequal(a, c)) -- expect: true false false false
print(a < b, a > b, a <= c, a >= b) -- expect: true false true false
print(a < 5, 0 < a, 5 <= a, a >= 1) -- expect: true true false true
print(a == 1, 1 == a) -- expect: false false
local called = false
local one = setmetatable({}, { __eq = function() called = true return true end })
print(one == one, called, one == {}, called) -- expect: true false true true
if a < b then print("in a condition") end -- expect: in a condition
