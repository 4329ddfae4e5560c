-- All expressions are evaluated before any assignment.
local a, b, c = 1, 2
print(a, b, c) -- expect: 1 2 nil
a, b = b, a
print(a, b) -- expect: 2 1
local i, t = 1, {}
i, t[i] = i + 1, 20
print(i, t[1], t[2]) -- expect: 2 20 nil
local x, y = (function() return 1, 2, 3 end)()
print(x, y) -- expect: 1 2
local p, q, r = 0, (function() return 1, 2 end)()
print(p, q, r) -- expect: 0 1 2
local m, n = ((function() return 1, 2 end)())
print(m, n) -- expect: 1 nil
local u, v = 1, 2, print("extra values are evaluated") -- expect: extra values are evaluated
print(u, v) -- expect: 1 2
t.a, t.b, t.c = 1, 2
print(t.a, t.b, t.c) -- expect: 1 2 nil
