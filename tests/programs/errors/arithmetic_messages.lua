-- Arithmetic on wrong types, with names where there are any.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local t, s, n = { field = {} }, "text", nil
print(message(function() return t + 1 end)) -- expect: attempt to perform arithmetic on a table value (upvalue 't')
print(message(function() return 1 + t.field end))
-- expect: attempt to perform arithmetic on a table value (field 'field')
print(message(function() return t.none * 2 end))
-- expect: attempt to perform arithmetic on a nil value (field 'none')
print(message(function() return n - 1 end)) -- expect: attempt to perform arithmetic on a nil value (upvalue 'n')
print(message(function() return s + 1 end)) -- expect: attempt to add a 'string' with a 'number'
print(message(function() return "abc" + 1 end)) -- expect: attempt to add a 'string' with a 'number'
print(message(function() return -t end)) -- expect: attempt to perform arithmetic on a table value (upvalue 't')
print(message(function() return -undefined_global end))
-- expect: attempt to perform arithmetic on a nil value (global 'undefined_global')
print(message(function() return 2 ^ {} end)) -- expect: attempt to perform arithmetic on a table value
print(message(function() return t.field.deep.x end)) -- expect: attempt to index a nil value (field 'deep')
print(message(function() return true + 1 end)) -- expect: attempt to perform arithmetic on a boolean value
print(message(function(a) return a // 2 end)) -- expect: attempt to perform arithmetic on a nil value (local 'a')
print(message(function(...) return ... + 1 end)) -- expect: attempt to perform arithmetic on a nil value
print(message(function() return #n end)) -- expect: attempt to get length of a nil value (upvalue 'n')
print(message(function() return #5 end)) -- expect: attempt to get length of a number value
print(message(function() local k = "field" return t[k] + 1 end))
-- expect: attempt to perform arithmetic on a table value (field '?')
print(message(function() return t[1] + 1 end))
-- expect: attempt to perform arithmetic on a nil value (field 'integer index')
print(message(function() return t.field[t] + 1 end))
-- expect: attempt to perform arithmetic on a nil value (field '?')
