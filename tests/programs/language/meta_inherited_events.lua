-- Metamethods are looked up raw in the metatable: they are not inherited through its __index.
local parent = { __add = function() return "inherited" end }
local child = setmetatable({}, { __index = parent })
print(pcall(function() return setmetatable({}, child) + 1 end))
-- expect: false meta_inherited_events.lua:4: attempt to perform arithmetic on a table value
child.__add = parent.__add
print(setmetatable({}, child) + 1) -- expect: inherited
