-- __index: table, function, chain; not asked for fields that exist.
local base = { color = "red", size = 1 }
local t = setmetatable({ size = 2 }, { __index = base })
print(t.color, t.size, t.weight, rawget(t, "color")) -- expect: red 2 nil nil
local computed = setmetatable({ x = 1 }, { __index = function(self, k) return k .. "!", "dropped" end })
print(computed.x, computed.y, computed[1]) -- expect: 1 y! 1!
local chain = setmetatable({}, { __index = setmetatable({}, { __index = setmetatable({ deep = "found" }, { __index = function() return "last" end }) }) })
print(chain.deep, chain.other) -- expect: found last
local false_field = setmetatable({ f = false }, { __index = function() return "not used" end })
print(false_field.f) -- expect: false
print(("x").len == string.len, ("x").nothing) -- expect: true nil
local proxy = setmetatable({}, { __index = string })
print(proxy.upper("via proxy")) -- expect: VIA PROXY
