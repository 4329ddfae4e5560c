-- Strings: concatenation, format, concat, bytes.
local N = tonumber((...)) or 1000000

local parts, checksum = {}, 0
for i = 1, N do
  local word = "item " .. i .. (i % 2 == 0 and " even" or " odd")
  parts[#parts + 1] = word
  checksum = (checksum * 31 + #word + word:byte(-1)) % 1000003
  if #parts == 100 then
    local line = table.concat(parts, ", ")
    checksum = (checksum + #line:upper() + #("%s|%d"):format(line, i)) % 1000003
    parts = {}
  end
end

print(checksum)
