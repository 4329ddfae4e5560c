-- A float with an integer value is the same key as the integer.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local t = {}
t[1] = "one"
t[2.0] = "two"
t[2 ^ 53] = "big"
print(t[1.0], t[2], t[1 << 53], #t) -- expect: one two big 2
t[1.5] = "half"
print(t[1.5], t["1"], t[1]) -- expect: half nil one
for key in pairs({ [3.0] = true }) do print(key, math.type(key)) end -- expect: 3 integer
print(t[0 / 0]) -- expect: nil
print(message(function() t[0 / 0] = 1 end)) -- expect: table index is NaN
print(message(function() t[nil] = 1 end)) -- expect: table index is nil
t[-0.0] = "zero"
print(t[0], t[0.0]) -- expect: zero zero
