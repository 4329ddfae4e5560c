-- Allocation: trees built, walked and dropped.
local N = tonumber((...)) or 15

local function bottom_up(depth)
  if depth == 0 then return {} end
  return { bottom_up(depth - 1), bottom_up(depth - 1) }
end

local function count(tree)
  if tree[1] then return 1 + count(tree[1]) + count(tree[2]) end
  return 1
end

local long_lived = bottom_up(N)
for depth = 4, N, 4 do
  local trees, total = 1 << (N - depth + 2), 0
  for _ = 1, trees do total = total + count(bottom_up(depth)) end
  print(trees, depth, total)
end
print(count(long_lived))
