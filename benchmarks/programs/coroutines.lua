-- Coroutines: generators, a pipeline, many short ones.
local N = tonumber((...)) or 1500000

local function range(n)
  return coroutine.wrap(function()
    for i = 1, n do coroutine.yield(i) end
  end)
end

local function odd(source)
  return coroutine.wrap(function()
    for i in source do
      if i % 2 == 1 then coroutine.yield(i) end
    end
  end)
end

local sum = 0
for i in odd(range(N)) do sum = (sum + i) % 1000003 end

for i = 1, N // 10 do
  local co = coroutine.create(function(a)
    local b = coroutine.yield(a + 1)
    return a + b
  end)
  local _, first = coroutine.resume(co, i)
  local _, last = coroutine.resume(co, first)
  sum = (sum + last) % 1000003
end

print(sum)
