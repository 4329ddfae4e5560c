-- Weak tables and finalizers: every kind of effect on them is undone and redone.
local w =
setmetatable({}, {__mode = 'k'}) w[{}] = 1 w[1] = 2
setmetatable({}, {__gc = function() w.done = true
end})
collectgarbage()
collectgarbage('step')
return w.done
