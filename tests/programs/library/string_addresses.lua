-- "%p" of strings: short ones are the same object if they are equal, long ones need not be.
local function address(value) return string.format("%p", value) end
print(address(string.rep("a", 10)) == address(string.rep("aa", 5))) -- expect: true
print(address(string.rep("a", 10)) == address(string.rep("b", 10))) -- expect: false
local first, second = string.rep("a", 300), string.rep("a", 300)
print(first == second, address(first) == address(second)) -- expect: true false
print(address(first) == address(first)) -- expect: true
-- Constants with the same text are one string.
local one <const> = "01234567890123456789012345678901234567890123456789"
local function other() return "01234567890123456789012345678901234567890123456789" end
print(address(one) == address(other())) -- expect: true
-- gsub gives back the string itself if it replaces nothing.
local function same(...) return address(first) == address((first:gsub(...))) end
print(same("b", "c")) -- expect: true
print(same(".", {})) -- expect: true
print(same(".", setmetatable({}, {__index = function() return false end}))) -- expect: true
print(same(".", function() end)) -- expect: true
print(same(".", function(letter) return letter end)) -- expect: false
print(same(".", "%0"), same(".", {a = "a"})) -- expect: false false
