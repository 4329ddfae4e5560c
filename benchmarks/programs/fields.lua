-- Tables as records and as maps: constant keys, computed string keys, integer keys that are far apart.
local N = tonumber((...)) or 4000000

local point = { x = 1, y = 2, z = 3, label = "p" }
for i = 1, N do
  point.x = point.y + i
  point.y = point.z - 1
  point.z = point.x % 1000
end

local names = {}
for i = 1, 100 do names[i] = "key" .. i end
local map, sum = {}, 0
for i = 1, N do
  local name = names[i % 100 + 1]
  map[name] = (map[name] or 0) + 1
end
for i = 1, 100 do sum = sum + map[names[i]] * i end

local sparse = {}
for i = 1, N // 10 do sparse[i * 1000] = i end
for i = 1, N // 10 do sum = sum + sparse[i * 1000] end

print(point.x, point.y, point.z, sum)
