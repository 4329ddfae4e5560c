-- debug.getmetatable and setmetatable work on every type and go around __metatable.
local t = setmetatable({}, { __metatable = "protected" })
print(getmetatable(t), type(debug.getmetatable(t))) -- expect: protected table
print(debug.setmetatable(10, { __index = function(n, k) return k .. " of " .. n end }) == 10) -- expect: true
print((5).field) -- expect: field of 5
debug.setmetatable(10, nil)
print(pcall(function() return (5).field end))
-- expect: false debug_metatables_and_uservalues.lua:7: attempt to index a number value
debug.setmetatable(nil, { __call = function() return "nil was called" end })
local nothing
print(nothing()) -- expect: nil was called
debug.setmetatable(nil, nil)
debug.setmetatable(print, { __concat = function() return "functions joined" end })
print(print .. print) -- expect: functions joined
debug.setmetatable(print, nil)
print(debug.getuservalue(io.stdout, 1), debug.getregistry() ~= nil) -- expect: nil true
