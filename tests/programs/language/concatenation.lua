-- .. on strings and numbers, right associative.
print("a" .. "b" .. "c", 1 .. 2, 1.5 .. "x", -1 .. "") -- expect: abc 12 1.5x -1
print(2 ^ 31 .. "", 1e100 .. "", 10 // 1 .. "") -- expect: 2147483648.0 1e+100 10
local s = ""
for i = 1, 5 do s = s .. i .. "," end
print(s) -- expect: 1,2,3,4,5,
print(#("x" .. "\0" .. "y")) -- expect: 3
print("a" .. "b" == "ab", ("x" .. 1):upper()) -- expect: true X1
