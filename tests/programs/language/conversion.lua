-- tonumber, tostring and the conversions that arithmetic makes.
print(tonumber("10"), tonumber("0x10"), tonumber("  12  "), tonumber("1e2"), tonumber(".5"))
-- expect: 10 16 12 100.0 0.5
print(tonumber(""), tonumber("x"), tonumber("1 2"), tonumber("0x"), tonumber("1e"), tonumber("- 1"))
-- expect: nil nil nil nil nil nil
print(tonumber("10", 2), tonumber("ff", 16), tonumber("zz", 36), tonumber("-7", 8), tonumber("8", 8))
-- expect: 2 255 1295 -7 nil
print(tonumber(nil), tonumber(true), tonumber({})) -- expect: nil nil nil
print(tonumber("inf"), tonumber("nan"), tonumber("0x1p4"), tonumber("1_000")) -- expect: nil nil 16.0 nil
print(tonumber("9223372036854775807"), tonumber("9223372036854775808"))
-- expect: 9223372036854775807 9.2233720368548e+18
print(tostring(1), tostring(1.0), tostring(-0.0), tostring(1e15), tostring(1e14)) -- expect: 1 1.0 -0.0 1e+15 1e+14
print(tostring(nil), tostring(true), tostring("x")) -- expect: nil true x
print(math.tointeger(3.0), math.tointeger(3.5), math.tointeger("8"), math.tointeger(2 ^ 63)) -- expect: 3 nil 8 nil
print(1e15 | 0, -0.0 | 0, 3.0 // 1 | 0) -- expect: 1000000000000000 0 3
