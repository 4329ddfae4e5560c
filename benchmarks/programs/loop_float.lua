-- Float arithmetic in a loop.
local N = tonumber((...)) or 30000000

local x, sum = 0.5, 0.0
for i = 1, N do
  x = 3.9 * x * (1.0 - x)
  sum = sum + x / 2.0
end

print(("%.6f"):format(sum / N))
