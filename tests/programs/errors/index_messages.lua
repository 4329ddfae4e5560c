-- Indexing nil and others, with names.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local t, n, up = {}, nil, nil
print(message(function() return n.x end)) -- expect: attempt to index a nil value (upvalue 'n')
print(message(function() local l return l.x end)) -- expect: attempt to index a nil value (local 'l')
print(message(function() return t.a.b end)) -- expect: attempt to index a nil value (field 'a')
print(message(function() return t.a.b.c end)) -- expect: attempt to index a nil value (field 'a')
print(message(function() return undefined_global.x end))
-- expect: attempt to index a nil value (global 'undefined_global')
print(message(function() return t[1].x end)) -- expect: attempt to index a nil value (field 'integer index')
print(message(function() local k = "key" return t[k].x end)) -- expect: attempt to index a nil value (field '?')
print(message(function() t.a.b = 1 end)) -- expect: attempt to index a nil value (field 'a')
print(message(function() n.x = 1 end)) -- expect: attempt to index a nil value (upvalue 'n')
print(message(function() undefined_global.x = 1 end))
-- expect: attempt to index a nil value (global 'undefined_global')
print(message(function() return (1).x end)) -- expect: attempt to index a number value
print(message(function() return (true).x end)) -- expect: attempt to index a boolean value
print(message(function() return print.x end)) -- expect: attempt to index a function value (global 'print')
print(message(function() return t:method() end)) -- expect: attempt to call a nil value (method 'method')
print(message(function() return n:method() end)) -- expect: attempt to index a nil value (upvalue 'n')
print(message(function() return ("x").y.z end)) -- expect: attempt to index a nil value (field 'y')
print(message(function() return t.a[t] end)) -- expect: attempt to index a nil value (field 'a')
print(message(function() return t["odd key"].x end)) -- expect: attempt to index a nil value (field 'odd key')
print(message(function() up.x.y = 1 end)) -- expect: attempt to index a nil value (upvalue 'up')
print(message(function() return (function() end)().x end)) -- expect: attempt to index a nil value
