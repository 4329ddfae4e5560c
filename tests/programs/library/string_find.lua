-- find: positions, plain search, captures, start positions.
local s = "the cat sat on the mat"
print(s:find("cat"), s:find("at", 8), s:find("the", 2)) -- expect: 5 10 16 18
print(s:find("(%a+) (%a+)")) -- expect: 1 7 the cat
print(s:find(""), s:find("", 10), s:find("", 23), s:find("", 24)) -- expect: 1 10 23 nil
print(s:find(".", 1, true), ("a.b"):find(".", 1, true), ("a+b"):find("+", 1, true)) -- expect: nil 2 2 2
print(s:find("mat", -3), s:find("mat", -2), s:find("dog")) -- expect: 20 nil nil
print(s:find("^the"), s:find("^cat"), s:find("mat$"), ("a$b"):find("$b")) -- expect: 1 nil 20 2 3
print(("a\0b"):find("\0"), ("a\0b"):find("%z"), ("x"):find("[\0-\255]")) -- expect: 2 2 1 1
print(s:find("()cat()")) -- expect: 5 7 5 8
print(("abc"):find("b", nil, nil), ("abc"):find("b", -100)) -- expect: 2 2 2
