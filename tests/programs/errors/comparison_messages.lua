-- Comparing what has no order.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(message(function() return 1 < "2" end)) -- expect: attempt to compare number with string
print(message(function() return {} < {} end)) -- expect: attempt to compare two table values
print(message(function() return nil > 1 end)) -- expect: attempt to compare number with nil
print(message(function() return "a" <= 1 end)) -- expect: attempt to compare string with number
print(message(function() return print >= print end)) -- expect: attempt to compare two function values
print(message(function() return true < false end)) -- expect: attempt to compare two boolean values
print(message(function() local t = {} return t < 5 end)) -- expect: attempt to compare table with number
print(message(function() local a return 10 <= a end)) -- expect: attempt to compare number with nil
print(message(function() return setmetatable({}, { __name = "Thing" }) < 1 end))
-- expect: attempt to compare Thing with number
