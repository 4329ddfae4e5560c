-- An error in a wrapped coroutine reaches the one who called it.
local gen = coroutine.wrap(function()
  coroutine.yield(1)
  error("inside the coroutine")
end)
print(gen()) -- expect: 1
print(gen()) -- expect error: in_coroutine.lua:4: inside the coroutine
