-- Varargs and tail calls: every kind of effect on them is undone and redone.
local
function f(...)
return select('#', ...), ...
end
local
function g(n, ...)
if n == 0 then
return f(...)
end
return g(n - 1, n, ...)
end
return g(5)
