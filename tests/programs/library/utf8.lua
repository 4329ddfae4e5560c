-- The utf8 library.
local s = "aé☾😀"
print(#s, utf8.len(s), utf8.len(s, 2), utf8.len(s, -4), utf8.len("")) -- expect: 10 4 3 1 0
print(utf8.codepoint(s, 1, -1)) -- expect: 97 233 9790 128512
print(utf8.char(97, 233, 0x263E, 0x1F600), utf8.char(), #utf8.char(0x7FFFFFFF)) -- expect: aé☾😀  6
print(utf8.offset(s, 1), utf8.offset(s, 3), utf8.offset(s, -1), utf8.offset(s, 5), utf8.offset(s, 6), utf8.offset(s, 0, 3))
-- expect: 1 4 7 11 nil 2
for p, c in utf8.codes(s) do io.write(p, ":", c, " ") end
print() -- expect: 1:97 2:233 4:9790 7:128512
print(utf8.len("\xff"), utf8.len("ok\xe9")) -- expect: nil nil 3
for w in s:gmatch(utf8.charpattern) do io.write("<", w, ">") end
print() -- expect: <a><é><☾><😀>
print(pcall(utf8.codepoint, "\xff")) -- expect: false invalid UTF-8 code
print(pcall(utf8.len, "abc", 5)) -- expect: false bad argument #2 to 'utf8.len' (initial position out of bounds)
print(pcall(utf8.offset, "é", 1, 2)) -- expect: false initial position is a continuation byte
print(pcall(function() for _ in utf8.codes("a\xffb") do end end) == false) -- expect: true
print(utf8.len("\u{D800}", 1, -1, true), utf8.len("\u{D800}")) -- expect: 1 nil 1
print(pcall(utf8.char, -1)) -- expect: false bad argument #1 to 'utf8.char' (value out of range)
