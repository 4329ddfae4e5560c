-- lua: 5.1
-- The state of C's generator of random numbers.
math.randomseed(42)
local numbers = {}
for i = 1, 5 do
  numbers[i] = math.random(100)
  if i == 3 then math.randomseed(7) end
end
