-- Operator precedence and associativity.
print(2 + 3 * 4, (2 + 3) * 4) -- expect: 14 20
print(2 ^ 3 ^ 2, (2 ^ 3) ^ 2) -- expect: 512.0 64.0
print(-2 ^ 2, (-2) ^ 2, 2 ^ -1) -- expect: -4.0 4.0 0.5
print(not 1 == 2, not (1 == 2)) -- expect: false true
print(1 .. 2 .. 3, "a" .. 1 + 2) -- expect: 123 a3
print(1 + 2 < 4, 1 < 2 == true) -- expect: true true
print(1 or 2 and nil, (1 or 2) and nil) -- expect: 1 nil
print(nil and 1 or 2, false or nil) -- expect: 2 nil
print(#"abc" + 1, -#"abc", not #"") -- expect: 4 -3 false
print(7 // 2 * 2, 7 % 4 * 2, 2 * 7 % 4) -- expect: 6 6 2
print(1 | 2 == 2, 5 & 4 == 4 and "x" or "y") -- expect: false x
