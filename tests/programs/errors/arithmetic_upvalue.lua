-- The upvalue's name is in the message.
local total
local function add(n) total = total + n end -- expect error: attempt to perform arithmetic on a nil value (upvalue 'total')
add(1)
