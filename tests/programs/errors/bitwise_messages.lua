-- Bitwise operators on what has no integer value.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local x, t = 1.5, {}
print(message(function() return x & 1 end)) -- expect: number (upvalue 'x') has no integer representation
print(message(function() return 1 | 2.5 end)) -- expect: number has no integer representation
print(message(function() return t ~ 1 end))
-- expect: attempt to perform bitwise operation on a table value (upvalue 't')
print(message(function() return "a" << 1 end))
-- expect: attempt to perform bitwise operation on a string value (constant 'a')
print(message(function() return ~t.none end))
-- expect: attempt to perform bitwise operation on a nil value (field 'none')
print(message(function() return 2 ^ 64 | 0 end)) -- expect: number has no integer representation
print(message(function() return 1 >> undefined_global end))
-- expect: attempt to perform bitwise operation on a nil value (global 'undefined_global')
print(message(function() return x & t end))
-- expect: attempt to perform bitwise operation on a table value (upvalue 't')
