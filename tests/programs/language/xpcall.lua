-- The handler runs where the error happened; its result replaces the message.
print(xpcall(function() error("oops", 0) end, function(m) return "handled: " .. m end))
-- expect: false handled: oops
print(xpcall(function(...) return select("#", ...), ... end, print, 1, nil, 3)) -- expect: true 3 1 nil 3
print(xpcall(error, function(m) return type(m) end)) -- expect: false nil
print(xpcall(function() error({ code = 5 }) end, function(m) return m.code end)) -- expect: false 5
local function depth() local n = 0 while debug.getinfo(n + 1, "l") do n = n + 1 end return n end
local base = depth()
local function level3() error("x") end
local function level2() level3() return end
local _, levels = xpcall(level2, function() return depth() - base end)
print(levels > 3) -- expect: true
print(xpcall(error, function(m) return m, "dropped" end, "kept")) -- expect: false kept
print(pcall(xpcall)) -- expect: false bad argument #2 to 'xpcall' (function expected, got no value)
