-- tonumber in every base, and what it refuses.
print(tonumber("1111", 2), tonumber("777", 8), tonumber("-FF", 16), tonumber("Zz", 36), tonumber(" 11 ", 2))
-- expect: 15 511 -255 1295 3
print(tonumber("12", 2), tonumber("", 10), tonumber("1.0", 10), tonumber("1e1", 16)) -- expect: nil nil nil 481
print(pcall(tonumber, 10, 10)) -- expect: false bad argument #1 to 'tonumber' (string expected, got number)
print(pcall(tonumber, "10", 1)) -- expect: false bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber, "10", 37)) -- expect: false bad argument #2 to 'tonumber' (base out of range)
print(pcall(tonumber)) -- expect: false bad argument #1 to 'tonumber' (value expected)
print(tonumber("7fffffffffffffff", 16), tonumber("ffffffffffffffff", 16)) -- expect: 9223372036854775807 -1
print(tonumber("1e"), tonumber("0x"), tonumber("0x.p1"), tonumber("1 e1"), tonumber("1\0"))
-- expect: nil nil nil nil nil
print(tonumber("\t5\n"), tonumber("+5"), tonumber("++5"), tonumber("5."), tonumber(".")) -- expect: 5 5 nil 5.0 nil
