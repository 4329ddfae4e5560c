-- Backtracking: recursion over small arrays.
local N = tonumber((...)) or 12

local columns, rising, falling = {}, {}, {}
for i = 1, N do columns[i] = true end
for i = 1, 2 * N do rising[i], falling[i] = true, true end

local function place(row)
  if row > N then return 1 end
  local found = 0
  for column = 1, N do
    local up, down = row + column - 1, row - column + N
    if columns[column] and rising[up] and falling[down] then
      columns[column], rising[up], falling[down] = false, false, false
      found = found + place(row + 1)
      columns[column], rising[up], falling[down] = true, true, true
    end
  end
  return found
end

print(place(1))
