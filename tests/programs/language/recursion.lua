-- Recursion: local functions, mutual recursion, tail calls of any depth.
local function factorial(n) return n <= 1 and 1 or n * factorial(n - 1) end
print(factorial(20), factorial(21), factorial(25.0))
-- expect: 2432902008176640000 -4249290049419214848 1.5511210043331e+25
local even
local function odd(n) if n == 0 then return false end return even(n - 1) end
function even(n) if n == 0 then return true end return odd(n - 1) end
print(even(100001), odd(100001)) -- expect: false true
local function depth(n) if n == 0 then return 0 end return 1 + depth(n - 1) end
print(depth(10000)) -- expect: 10000
local function ackermann(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then return ackermann(m - 1, 1) end
  return ackermann(m - 1, ackermann(m, n - 1))
end
print(ackermann(2, 6)) -- expect: 15
