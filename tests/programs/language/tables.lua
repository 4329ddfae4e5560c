-- Constructors, and fields of every kind of key.
local t = { 10, 20, x = 1, ["two words"] = 2, [30] = 3, [1.5] = 4, [true] = 5, "third" }
print(t[1], t[2], t[3], t.x, t["two words"], t[30], t[1.5], t[true], t[false]) -- expect: 10 20 third 1 2 3 4 5 nil
local f = function() return 1, 2, 3 end
print(#{ f() }, #{ f(), f() }, #{ f(), nil }, #{ (f()) }, #{ f(), x = 1 }) -- expect: 3 4 1 1 1
local key = {}
t[key], t[f] = "table key", "function key"
print(t[key], t[f], t[{}]) -- expect: table key function key nil
print(({ 1, 2, 3 })[2], ({ a = { b = { c = "deep" } } }).a.b.c) -- expect: 2 deep
t.x = nil
print(t.x, rawlen(t), rawget(t, 1)) -- expect: nil 3 10
local u = { [1] = "explicit", "positional" }
print(u[1]) -- expect: positional
local nested = { { 1, 2 }, { 3, 4 }, n = { m = {} } }
print(nested[2][1], nested.n.m.k) -- expect: 3 nil
