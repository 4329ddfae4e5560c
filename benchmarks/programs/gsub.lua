-- Patterns: gsub with strings, tables and functions, gmatch, find.
local N = tonumber((...)) or 15000

local text = [[
The quick brown fox jumps over the lazy dog; $name, aged $age, saw it happen on 2024-05-17
and counted: one, two, three, 4, 5, 6. key = value; other_key = "quoted value".
]]
local values = { name = "Ann", age = 42 }
local total = 0

for i = 1, N do
  local filled = text:gsub("%$(%w+)", values)
  local shouted = filled:gsub("%a+", function(word)
    if #word > 3 then return word:upper() end
  end)
  local swapped, count = shouted:gsub("(%w+) = (%S+)", "%2 = %1")
  for year, month in swapped:gmatch("(%d+)-(%d+)-%d+") do total = total + year + month end
  total = total + #swapped + count + (swapped:find("DOG", 1, true) or 0) + (swapped:find("%d, (%d)") or 0)
  for word in swapped:gmatch("%S+") do total = total + #word end
end

print(total)
