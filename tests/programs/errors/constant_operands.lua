-- Names of constants in messages.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(message(function() local x <const> = "text" return x.y.z end))
-- expect: attempt to index a nil value (field 'y')
print(message(function() local x <const> = nil return x.y end)) -- expect: attempt to index a nil value
print(message(function() return ("a").b.c end)) -- expect: attempt to index a nil value (field 'b')
print(message(function() return "text" + 1 end)) -- expect: attempt to add a 'string' with a 'number'
print(message(function() return 10 .. nil end)) -- expect: attempt to concatenate a nil value
print(message(function() local t <const> = {} return t.a.b end)) -- expect: attempt to index a nil value (field 'a')
