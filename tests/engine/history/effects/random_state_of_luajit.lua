-- lua: luajit
-- The state of LuaJIT's generator of random numbers; its table functions.
local clear = require "table.clear"
local numbers = {}
for i = 1, 5 do
  numbers[i] = math.random(100)
  numbers["n" .. i] = bit.bxor(numbers[i], 0xff)
  if i == 3 then math.randomseed(7) end
end
clear(numbers)
numbers[1] = next(numbers)
