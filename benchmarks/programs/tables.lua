-- Tables as arrays: filled, read, grown, shrunk, traversed.
local N = tonumber((...)) or 4000000

local t = {}
for i = 1, N do t[i] = i * 2 end
local sum = 0
for round = 1, 3 do
  for i = 1, #t do sum = sum + t[i] end
end
for i, v in ipairs(t) do sum = (sum + i * v) % 1000003 end
for i = 1, N // 2 do t[#t] = nil end
for k, v in pairs(t) do sum = (sum + k + v) % 1000003 end
for i = 1, N // 10 do table.insert(t, i) end
while #t > N // 2 do table.remove(t) end

print(sum, #t)
