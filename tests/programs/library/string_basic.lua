-- len, sub, upper, lower, rep, reverse, byte, char.
local s = "Hello"
print(s:sub(2), s:sub(2, 3), s:sub(-3), s:sub(-3, -2), s:sub(0), s:sub(10), s:sub(3, 2), s:sub(-100, 2))
-- expect: ello el llo ll Hello   He
print(s:sub(math.mininteger, math.maxinteger), s:sub(2.0, 3.0)) -- expect: Hello el
print(s:upper(), s:lower(), s:len(), s:reverse(), (""):reverse()) -- expect: HELLO hello 5 olleH
print(s:byte(), s:byte(2), s:byte(-1), s:byte(1, 3)) -- expect: 72 101 111 72 101 108
print(select("#", s:byte(10)), string.char(), string.char(72, 105)) -- expect: 0  Hi
print(("ab"):rep(3), ("ab"):rep(3, ","), ("ab"):rep(0), ("ab"):rep(-1), (""):rep(100)) -- expect: ababab ab,ab,ab
print(pcall(string.char, 256)) -- expect: false bad argument #1 to 'string.char' (value out of range)
print(pcall(string.char, -1)) -- expect: false bad argument #1 to 'string.char' (value out of range)
print(pcall(string.rep, "x", 1 << 60)) -- expect: false resulting string too large
print(pcall(string.sub)) -- expect: false bad argument #1 to 'string.sub' (string expected, got no value)
print(#string.rep("abc", 1000, ", ")) -- expect: 4998
