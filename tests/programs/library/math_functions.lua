-- The math library.
print(math.floor(3.7), math.floor(-3.7), math.ceil(3.2), math.ceil(-3.2), math.floor(5), math.floor(1e100))
-- expect: 3 -4 4 -3 5 1e+100
print(math.max(1, 5, 3), math.min(1.5, 0.5), math.max(1, 2.0), math.max(2, 2.0)) -- expect: 5 0.5 2.0 2
print(math.abs(-5), math.abs(-5.5), math.abs(math.mininteger), math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, -3.0))
-- expect: 5 5.5 -9223372036854775808 1 -1 1.0
print(math.sqrt(16), math.pi, math.exp(0), math.log(1), math.log(8, 2), math.log(1000, 10), math.log(27, 3))
-- expect: 4.0 3.1415926535898 1.0 0.0 3.0 3.0 3.0
print(math.sin(0), math.cos(0), math.tan(0), math.asin(1) == math.pi / 2, math.acos(1), math.atan(1, 1) == math.pi / 4)
-- expect: 0.0 1.0 0.0 true 0.0 true
print(math.modf(3.7), math.modf(-3.7), math.modf(5), math.modf(1 / 0)) -- expect: 3 -3 5 inf 0.0
print(math.tointeger(5.0), math.tointeger(5.5), math.tointeger("5"), math.tointeger({})) -- expect: 5 nil 5 nil
print(math.type(1), math.type(1.0), math.type("1"), math.type(nil)) -- expect: integer float nil nil
print(math.ult(1, 2), math.ult(-1, 2), math.ult(2, -1)) -- expect: true false true
print(math.huge, -math.huge, math.maxinteger, math.mininteger)
-- expect: inf -inf 9223372036854775807 -9223372036854775808
print(math.deg(math.pi), math.rad(180) == math.pi) -- expect: 180.0 true
print(pcall(math.floor, "x")) -- expect: false bad argument #1 to 'math.floor' (number expected, got string)
print(pcall(math.max)) -- expect: false bad argument #1 to 'math.max' (value expected)
print(pcall(math.fmod, 1, 0)) -- expect: false bad argument #2 to 'math.fmod' (zero)
print(math.fmod(1, 0.0) ~= math.fmod(1, 0.0), math.fmod(math.mininteger, -1)) -- expect: true 0
print(pcall(math.type)) -- expect: false bad argument #1 to 'math.type' (value expected)
