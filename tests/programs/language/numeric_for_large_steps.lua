-- The number of turns is computed first, so a loop never wraps around.
local count = 0
for i = math.mininteger, math.maxinteger, math.maxinteger do
  count = count + 1
  print(i)
  -- expect: -9223372036854775808
  -- expect: -1
  -- expect: 9223372036854775806
end
print(count) -- expect: 3
for i = math.maxinteger, math.mininteger, math.mininteger do print(i) end
-- expect: 9223372036854775807
-- expect: -1
for i = 1, math.maxinteger do
  if i == 3 then break end
  io.write(i, " ")
end
print() -- expect: 1 2
for i = 3, -math.huge, -1 do
  if i == 0 then break end
  io.write(i, " ")
end
print() -- expect: 3 2 1
