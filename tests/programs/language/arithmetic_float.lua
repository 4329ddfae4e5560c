-- Float arithmetic: IEEE doubles; / and ^ always give floats.
print(7 / 2, 6 / 2, 2 ^ 10, 2 ^ 0.5) -- expect: 3.5 3.0 1024.0 1.4142135623731
print(7.0 // 2, -7 // 2.0, 7.5 // 2) -- expect: 3.0 -4.0 3.0
print(5.5 % 2, -5.5 % 2, 5.5 % -2, -5.5 % -2) -- expect: 1.5 0.5 -0.5 -1.5
print(1 / 0, -1 / 0, 0 / 0 ~= 0 / 0) -- expect: inf -inf true
print(5 % math.huge, -5 % math.huge, 5 % -math.huge) -- expect: 5.0 inf -inf
print(1e15, 1e16, 1e100, 123456789012345.0) -- expect: 1e+15 1e+16 1e+100 1.2345678901234e+14
print(0.1 + 0.2, 1 / 3, 100.0, -0.0) -- expect: 0.3 0.33333333333333 100.0 -0.0
print(2 ^ 53, 2 ^ 53 + 1, 2 ^ 63, -2 ^ 63)
-- expect: 9.007199254741e+15 9.007199254741e+15 9.2233720368548e+18 -9.2233720368548e+18
print(1 // 0.0, -1 // 0.0, 0.0 // 1, -0.0 // 1) -- expect: inf -inf 0.0 -0.0
print(3.0 == 3, -0.0 == 0.0, 1 / -0.0) -- expect: true true -inf
