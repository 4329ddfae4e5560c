-- A closed upvalue lives on; an error or a break closes it too.
local get
do local hidden = "kept" get = function() return hidden end end
print(get()) -- expect: kept
local captured
pcall(function() local inner = "before the error" captured = function() inner = inner .. "+" return inner end error("x") end)
print(captured(), captured()) -- expect: before the error+ before the error++
for i = 1, 5 do local v = i * i if i == 3 then captured = function() return v end break end end
print(captured()) -- expect: 9
local co = coroutine.wrap(function() local x = 1 coroutine.yield(function() x = x + 1 return x end) return x end)
local bump = co()
bump() bump()
print(co(), bump()) -- expect: 3 4
