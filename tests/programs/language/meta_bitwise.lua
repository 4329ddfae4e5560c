-- Bitwise metamethods.
local mt = {}
for _, event in ipairs { "band", "bor", "bxor", "shl", "shr", "bnot" } do
  mt["__" .. event] = function(a, b) return event .. " " .. type(a) .. " " .. type(b) end
end
local o = setmetatable({}, mt)
print(o & 1, 1 | o, o ~ o, o << 2, 2 >> o, ~o)
-- expect: band table number bor number table bxor table table shl table number shr number table bnot table table
print("x" & o, 1.5 | o) -- expect: band string table bor number table
