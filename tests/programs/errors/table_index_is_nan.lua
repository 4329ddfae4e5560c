-- Nor can NaN.
local t = {}
print(t[0 / 0]) -- expect: nil
t[0 / 0] = 1 -- expect error: table index is NaN
