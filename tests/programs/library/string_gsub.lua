-- gsub: strings, tables, functions, captures, counts and limits.
print(("hello"):gsub("l", "L"), ("hello"):gsub("l", "L", 1), ("hello"):gsub("l", "L", 0))
-- expect: heLLo heLlo hello 0
print(("hello world"):gsub("(%w+) (%w+)", "%2 %1"), ("abc"):gsub("%w", "%0%0"), ("100"):gsub("%d", "%%"))
-- expect: world hello aabbcc %%% 3
print(("$name is $age"):gsub("%$(%w+)", { name = "Ann", age = 42 }), ("$x"):gsub("%$(%w+)", {}))
-- expect: Ann is 42 $x 1
print(("abc"):gsub(".", function(c) if c ~= "b" then return c:byte() end end)) -- expect: 97b99 3
print(("abc"):gsub("", "-"), ("abc"):gsub("b*", "x"), (""):gsub("", "empty")) -- expect: -a-b-c- xaxcx empty 1
print(("abc abc"):gsub("^abc", "X"), ("x  y"):gsub("%s+", " "), ("a.b"):gsub("%.", "%%")) -- expect: X abc x y a%b 1
print(("abc"):gsub("(a)(b)(c)", function(...) return select("#", ...) .. (...) end)) -- expect: 3a 1
print(("abc"):gsub("b", function() return false end), ("abc"):gsub("b", { b = false })) -- expect: abc abc 1
print(("x"):gsub("()", "%1")) -- expect: 1x2 2
print(pcall(string.gsub, "x", "x", "%2")) -- expect: false invalid capture index %2
print(pcall(string.gsub, "x", "x", "%a")) -- expect: false invalid use of '%' in replacement string
print(pcall(string.gsub, "x", "x", function() return {} end)) -- expect: false invalid replacement value (a table)
print(pcall(string.gsub, "x", "x"))
-- expect: false bad argument #3 to 'string.gsub' (string/function/table expected, got no value)
