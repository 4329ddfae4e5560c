-- Definitions, missing and extra arguments, results adjusted to the place.
local function f(a, b) return a, b end
print(f(1), f(1, 2, 3)) -- expect: 1 1 2
print((f(1, 2))) -- expect: 1
print(f(1, 2), "last") -- expect: 1 last
local t = { f(1, 2), f(3, 4) }
print(#t, t[1], t[2], t[3]) -- expect: 3 1 3 4
function t.plain(x) return "plain " .. x end
function t:method(x) return self == t, x end
t.inner = {}
function t.inner.deep(x) return x end
function t.inner:method() return self == t.inner end
print(t.plain(1), t:method(2)) -- expect: plain 1 true 2
print(t.inner.deep(3), t.inner:method()) -- expect: 3 true
local nothing = function() end
print(nothing(), (nothing()), select("#", nothing())) -- expect: nil nil 0
print(type(f), f == f, (function() return "at once" end)()) -- expect: function true at once
