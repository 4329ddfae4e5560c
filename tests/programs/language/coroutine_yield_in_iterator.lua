-- A generic for's iterator function may yield.
local co = coroutine.wrap(function()
  for i, v in function(_, i)
    local got = coroutine.yield("asking for " .. i + 1)
    if got then return i + 1, got end
  end, nil, 0 do
    print("loop", i, v)
  end
  return "done"
end)
print(co()) -- expect: asking for 1
print(co("a"))
-- expect: loop 1 a
-- expect: asking for 2
print(co("b"))
-- expect: loop 2 b
-- expect: asking for 3
print(co(nil)) -- expect: done
local inner = coroutine.wrap(function() for i = 1, 2 do coroutine.yield(i) end end)
local outer = coroutine.wrap(function() for i in inner do coroutine.yield(i * 10) end end)
for v in outer do print(v) end
-- expect: 10
-- expect: 20
