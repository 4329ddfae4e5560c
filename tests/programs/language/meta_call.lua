-- __call, with extra arguments, results, and in tail position.
local f = setmetatable({}, { __call = function(self, ...) return select("#", ...), ... end })
print(f()) -- expect: 0
print(f(1, nil)) -- expect: 2 1 nil
local function tail(...) return f(...) end
print(tail("a", "b")) -- expect: 2 a b
local object = { method = f }
print(object:method(1) == 2, (object:method())) -- expect: true 1
local twice = setmetatable({}, { __call = setmetatable({}, { __call = function(outer, inner, x) return type(outer), type(inner), x end }) })
print(twice(5)) -- expect: table table 5
print(pcall(f, 1)) -- expect: true 1 1
print(select("#", f(f(1, 2)))) -- expect: 4
