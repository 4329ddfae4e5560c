-- Closures: making them, calling them, upvalues read and written.
local N = tonumber((...)) or 2000000

local function counter(start)
  local n = start
  return function(step)
    n = n + step
    return n
  end
end

local function compose(f, g) return function(x) return f(g(x)) end end

local sum, total = 0, counter(0)
for i = 1, N do
  local c = counter(i)
  sum = (sum + c(1) + c(2)) % 1000003
  total(1)
end

local pipeline = function(x) return x end
for i = 1, 10 do
  pipeline = compose(function(x) return (x * 3 + i) % 1009 end, pipeline)
end
for i = 1, N // 10 do sum = (sum + pipeline(i)) % 1000003 end

print(sum, total(0))
