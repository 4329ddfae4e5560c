-- __concat is tried when an operand is neither string nor number.
local mt = {}
mt.__concat = function(a, b)
  local left = type(a) == "table" and a.s or a
  local right = type(b) == "table" and b.s or b
  return setmetatable({ s = "(" .. left .. right .. ")" }, mt)
end
local function new(s) return setmetatable({ s = s }, mt) end
print((new "a" .. new "b").s) -- expect: (ab)
print(("x" .. new "y").s, (new "x" .. 1).s) -- expect: (xy) (x1)
print(("1" .. "2" .. new "3" .. "4" .. "5").s) -- expect: (1(2(345)))
print((new "a" .. "b" .. new "c").s) -- expect: (a(bc))
