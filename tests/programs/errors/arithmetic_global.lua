-- The global's name is in the message.
local x = 1
print(x) -- expect: 1
print(x + missing) -- expect error: attempt to perform arithmetic on a nil value (global 'missing')
