-- wrap: a function that resumes, and passes errors on.
local function range(n)
  return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
end
for i in range(3) do io.write(i, " ") end
print() -- expect: 1 2 3
local once = coroutine.wrap(function(...) return select("#", ...), ... end)
print(once(nil, nil)) -- expect: 2 nil nil
print(pcall(once)) -- expect: false cannot resume dead coroutine
local failing = coroutine.wrap(function() error({ code = 7 }) end)
local ok, e = pcall(failing)
print(ok, type(e), e.code) -- expect: false table 7
local gen = coroutine.wrap(function() local x = 0 while true do x = x + (coroutine.yield(x) or 1) end end)
print(gen(), gen(5), gen(), gen(10)) -- expect: 0 5 6 16
