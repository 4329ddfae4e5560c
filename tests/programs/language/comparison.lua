-- Order on numbers and strings; equality never converts.
print(1 < 2, 2 <= 2, 3 > 4, 4 >= 4, 1 ~= 1) -- expect: true true false true false
print(1 == 1.0, "1" == 1, 0 == false, nil == false) -- expect: true false false false
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a") -- expect: true false true true true
print("10" < "9", "a\0b" < "a\0c", "Z" < "a") -- expect: true true true
print(math.maxinteger < math.huge, math.mininteger > -math.huge) -- expect: true true
print(math.maxinteger + 0.0 == math.maxinteger, math.maxinteger + 0.0 > math.maxinteger) -- expect: false true
print(2 ^ 53 == 2 ^ 53 + 1, (1 << 53) + 1 == 2 ^ 53, (1 << 53) + 1 > 2 ^ 53) -- expect: true false true
local nan = 0 / 0
print(nan == nan, nan ~= nan, nan < nan, nan <= 1, 1 < nan) -- expect: false true false false false
local a, b = {}, {}
print(a == b, a == a, print == print) -- expect: false true true
