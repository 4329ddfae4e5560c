-- A table named _ENV makes its fields globals, in messages too.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(message(function() local _ENV = {} return x.y end)) -- expect: attempt to index a nil value (global 'x')
print(message(function() local _ENV = {} x() end)) -- expect: attempt to call a nil value (global 'x')
print(message(function() local env = {} return env.x.y end)) -- expect: attempt to index a nil value (field 'x')
print(message(function() local _ENV = nil; return x end)) -- expect: attempt to index a nil value (local '_ENV')
print(message(load("return a.b.c", "=chunk", "t", {}))) -- expect: attempt to index a nil value (global 'a')
