-- Debug library: every kind of effect on them is undone and redone.
local x = 1
local
function f()
return x
end
debug.setupvalue(f, 1, 5)
debug.setlocal(1, 1, 7)
debug.upvaluejoin(f, 1, f, 1)
debug.setmetatable(1, {__index = math})
local y = (4).pi
debug.setmetatable(1, nil)
