-- Concatenating nil, tables, booleans.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local t, n = {}, nil
print(message(function() return "x" .. n end)) -- expect: attempt to concatenate a nil value (upvalue 'n')
print(message(function() return n .. "x" end)) -- expect: attempt to concatenate a nil value (upvalue 'n')
print(message(function() return "a" .. t.field end)) -- expect: attempt to concatenate a nil value (field 'field')
print(message(function() return t .. "a" end)) -- expect: attempt to concatenate a table value (upvalue 't')
print(message(function() return "a" .. true end)) -- expect: attempt to concatenate a boolean value
print(message(function() return 1 .. {} end)) -- expect: attempt to concatenate a table value
print(message(function() return "a" .. "b" .. undefined_global .. "c" end))
-- expect: attempt to concatenate a nil value (global 'undefined_global')
print(message(function() return ("x"):rep(2) .. print end))
-- expect: attempt to concatenate a function value (global 'print')
