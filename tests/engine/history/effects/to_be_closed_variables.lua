-- To-be-closed variables: every kind of effect on them is undone and redone.
local mt = {__close = function()
end}
for i = 1, 3 do
local a <close> =
setmetatable({}, mt)
local b <close> =
setmetatable({}, mt)
if i == 2 then
goto out
end
end
::out::
local
function f()
local c <close> =
setmetatable({}, mt)
return 1, 2, 3
end
return f()
