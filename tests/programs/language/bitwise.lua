-- Bitwise operators work on 64-bit integers; shifts are logical.
print(0xF0 & 0x3C, 0xF0 | 0x0F, 0xFF ~ 0x0F, ~0) -- expect: 48 255 240 -1
print(1 << 4, 256 >> 4, 1 << 63, 1 << 64, 1 << 65) -- expect: 16 16 -9223372036854775808 0 0
print(-1 >> 1 == math.maxinteger, -1 >> 63, -1 >> 64) -- expect: true 1 0
print(1 << -1, 16 >> -2, 2 << -1, 1 >> -63 == math.mininteger) -- expect: 0 64 1 true
print(3.0 & 1, 2 ^ 53 | 0, -1.0 >> 60) -- expect: 1 9007199254740992 15
print(~5, ~~5, ~-1) -- expect: -6 5 0
print(5 & 3 | 8 ~ 1, 1 | 2 ~ 3 & 4, 1 << 2 + 1) -- expect: 9 3 8
print((pcall(function() return 1.5 & 1 end)), (pcall(function() return "3" | 1 end))) -- expect: false false
