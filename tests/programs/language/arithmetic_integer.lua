-- Integer arithmetic: exact, and wrapping around at 64 bits.
print(7 + 3, 7 - 3, 7 * 3) -- expect: 10 4 21
print(7 // 2, -7 // 2, 7 // -2, -7 // -2) -- expect: 3 -4 -4 3
print(7 % 3, -7 % 3, 7 % -3, -7 % -3) -- expect: 1 2 -2 -1
print(math.maxinteger + 1 == math.mininteger) -- expect: true
print(math.mininteger - 1 == math.maxinteger) -- expect: true
print(math.maxinteger * 2) -- expect: -2
print(math.mininteger // -1, math.mininteger % -1) -- expect: -9223372036854775808 0
print(-math.mininteger == math.mininteger) -- expect: true
print(3037000500 * 3037000500) -- expect: -9223372036709301616
print(math.maxinteger * math.maxinteger, math.mininteger * math.mininteger) -- expect: 1 0
print(0x7fffffffffffffff, 0xffffffffffffffff) -- expect: 9223372036854775807 -1
