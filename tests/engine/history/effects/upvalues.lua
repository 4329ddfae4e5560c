-- Upvalues: every kind of effect on them is undone and redone.
local n = 0
local
function
inc() n = n + 1.5
return n
end
inc()
inc()
local fs = {}
for i = 1, 3 do
fs[i] = function() i = i + 1
return i
end
end
fs[1]()
fs[2]()
