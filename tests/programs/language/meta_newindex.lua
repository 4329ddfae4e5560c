-- __newindex: only for fields that are not there; rawset goes around it.
local log = {}
local t = setmetatable({ a = 1 }, { __newindex = function(self, k, v) log[#log + 1] = k .. "=" .. tostring(v) end })
t.a, t.b = 2, 3
print(t.a, t.b, table.concat(log, " ")) -- expect: 2 nil b=3
rawset(t, "b", 4)
t.b = 5
print(t.b, #log) -- expect: 5 1
local store = {}
local forward = setmetatable({}, { __newindex = store })
forward.x = 1
print(rawget(forward, "x"), store.x) -- expect: nil 1
local deep = {}
local chain = setmetatable({}, { __newindex = setmetatable({}, { __newindex = setmetatable(deep, { __newindex = rawset }) }) })
chain.y = 7
print(rawget(chain, "y"), deep.y) -- expect: nil 7
t.c = nil
print(log[#log]) -- expect: c=nil
