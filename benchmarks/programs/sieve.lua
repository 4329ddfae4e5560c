-- The sieve of Eratosthenes: an array of booleans, strided writes.
local N = tonumber((...)) or 5000000

local composite = {}
for i = 1, N do composite[i] = false end

local count, last = 0, 0
for i = 2, N do
  if not composite[i] then
    count, last = count + 1, i
    for j = i * i, N, i do composite[j] = true end
  end
end

print(count, last)
