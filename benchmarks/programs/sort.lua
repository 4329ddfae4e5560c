-- table.sort: numbers, strings, a comparator.
local N = tonumber((...)) or 120000

local state = 42
local function random(limit)
  state = (state * 1103515245 + 12345) & 0x7fffffff
  return state // 65536 % limit
end

local numbers, words, records = {}, {}, {}
for i = 1, N do
  numbers[i] = random(1000000)
  words[i] = ("w%05d"):format(random(100000))
  records[i] = { key = random(1000), order = i }
end

table.sort(numbers)
table.sort(words)
table.sort(records, function(a, b)
  if a.key ~= b.key then return a.key < b.key end
  return a.order < b.order
end)

local checksum = 0
for i = 1, N do
  checksum = (checksum * 7 + numbers[i] + words[i]:byte(-1) + records[i].order) % 1000003
end
print(checksum)
