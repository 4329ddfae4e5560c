-- Calling what is not a function, with names.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local t, n = { x = 1 }, nil
print(message(function() n() end)) -- expect: attempt to call a nil value (upvalue 'n')
print(message(function() local l l() end)) -- expect: attempt to call a nil value (local 'l')
print(message(function() undefined_global() end)) -- expect: attempt to call a nil value (global 'undefined_global')
print(message(function() t.missing() end)) -- expect: attempt to call a nil value (field 'missing')
print(message(function() t.x() end)) -- expect: attempt to call a number value (field 'x')
print(message(function() t:missing() end)) -- expect: attempt to call a nil value (method 'missing')
print(message(function() t.a.b() end)) -- expect: attempt to index a nil value (field 'a')
print(message(function() ("x")() end)) -- expect: attempt to call a string value (constant 'x')
print(message(function() (1)() end)) -- expect: attempt to call a number value
print(message(function() t[1]() end)) -- expect: attempt to call a nil value (field 'integer index')
print(message(function() return t.x() end)) -- expect: attempt to call a number value (field 'x')
print(message(function() return n() end)) -- expect: attempt to call a nil value (upvalue 'n')
print(message(function() ("x"):nothing() end)) -- expect: attempt to call a nil value (method 'nothing')
print(message(function() for _ in 5 do end end))
-- expect: attempt to call a number value (for iterator 'for iterator')
print(message(function() for _ in n, t do end end))
-- expect: attempt to call a nil value (for iterator 'for iterator')
print(message(function() setmetatable({}, { __call = 1 })() end)) -- expect: attempt to call a number value
print(message(function() (function() end)()() end)) -- expect: attempt to call a nil value
