-- The local's name is in the message.
local count
count = count + 1 -- expect error: attempt to perform arithmetic on a nil value (local 'count')
