-- Uncaught error: every kind of effect on them is undone and redone.
local t = {}
t.a = 1
local
function f()
return t.b.c
end f()
