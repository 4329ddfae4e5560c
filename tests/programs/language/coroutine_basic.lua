-- Values pass both ways through resume and yield.
local co = coroutine.create(function(a, b)
  print("start", a, b)
  local c = coroutine.yield(a + b)
  print("again", c)
  local d, e = coroutine.yield(c * 2, "second")
  print("last", d, e)
  return "returned", d + e
end)
print(coroutine.status(co)) -- expect: suspended
print(coroutine.resume(co, 1, 2))
-- expect: start 1 2
-- expect: true 3
print(coroutine.status(co)) -- expect: suspended
print(coroutine.resume(co, 10))
-- expect: again 10
-- expect: true 20 second
print(coroutine.resume(co, 3, 4))
-- expect: last 3 4
-- expect: true returned 7
print(coroutine.status(co)) -- expect: dead
print(coroutine.resume(co)) -- expect: false cannot resume dead coroutine
