-- Thousands of coroutines alive at once, and deep chains of resumes.
local list = {}
for i = 1, 2000 do
  list[i] = coroutine.wrap(function() local n = i while true do coroutine.yield(n) n = n + 1 end end)
end
local sum = 0
for round = 1, 3 do for i = 1, #list do sum = sum + list[i]() end end
print(sum) -- expect: 6009000
local function nest(n)
  if n == 0 then return "bottom" end
  return coroutine.wrap(function() return nest(n - 1) end)()
end
print(nest(100)) -- expect: bottom
