-- Comparison binds looser than bitwise operators, unlike in C.
print(1 | 2 == 3, 6 & 2 == 2, 1 ~ 1 == 0) -- expect: true true true
print(1 << 2 < 5, 1 << 1 + 1, 1 .. 2 == "12") -- expect: true 4 true
print(~1 & 3, -1 & 0xF, 2 ^ 2 | 1) -- expect: 2 15 5
