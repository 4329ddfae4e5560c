-- Integer arithmetic in a loop.
local N = tonumber((...)) or 30000000

local sum, mask = 0, 0xffff
for i = 1, N do
  sum = (sum + i * 3) & mask
  if sum % 7 == 0 then sum = sum + 1 end
end

print(sum)
