-- and, or and not: short circuits that give an operand, not a boolean.
local calls = 0
local function touched() calls = calls + 1 return "touched" end
print(false and touched(), nil and touched(), true or touched(), calls) -- expect: false nil true 0
print(true and touched(), false or touched(), calls) -- expect: touched touched 2
print(nil or false, false or nil, nil and 1, 0 and "zero is true", "" and "so is the empty string")
-- expect: false nil nil zero is true so is the empty string
print(not nil, not 0, not not 1) -- expect: true false true
local x = nil
local default = x or "default"
local chosen = x == nil and "none" or "some"
print(default, chosen) -- expect: default none
print(false == nil, (nil and nil) == nil) -- expect: false true
print(1 and 2 and 3, 1 and nil and 3, nil or false or 3) -- expect: 3 nil 3
local t = { f = false }
print(t.f == nil, t.f or t.g, t.g or t.f) -- expect: false nil false
