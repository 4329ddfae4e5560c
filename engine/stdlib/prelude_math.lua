-- math.max and math.min for arguments that are not all numbers: strings, and values with a __lt.
local library = {}

library["math.max"] = function(count, best, ...)
  local rest <const> = {...}
  for i = 1, count - 1 do
    if best < rest[i] then best = rest[i] end
  end
  return best
end

library["math.min"] = function(count, best, ...)
  local rest <const> = {...}
  for i = 1, count - 1 do
    if rest[i] < best then best = rest[i] end
  end
  return best
end

return library
