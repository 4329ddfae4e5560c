-- The numeric for loop, and what it does at the borders.
local function run(first, last, step)
  local out = {}
  for i = first, last, step or 1 do out[#out + 1] = tostring(i) end
  return #out .. ": " .. table.concat(out, " ")
end
print(run(1, 5)) -- expect: 5: 1 2 3 4 5
print(run(5, 1)) -- expect: 0:
print(run(5, 1, -2)) -- expect: 3: 5 3 1
print(run(1, 2, 0.5)) -- expect: 3: 1.0 1.5 2.0
print(run(1.0, 3)) -- expect: 3: 1.0 2.0 3.0
print(run(1, 3.9)) -- expect: 3: 1 2 3
print(run(3, 1.1, -1)) -- expect: 2: 3 2
print(run(math.maxinteger - 1, math.maxinteger)) -- expect: 2: 9223372036854775806 9223372036854775807
print(run(math.mininteger, math.mininteger + 1)) -- expect: 2: -9223372036854775808 -9223372036854775807
print(run(math.mininteger + 1, math.mininteger, -1)) -- expect: 2: -9223372036854775807 -9223372036854775808
print(run(1, math.huge, math.maxinteger)) -- expect: 1: 1
print(run(1, -math.huge), run(-1, 1, math.maxinteger)) -- expect: 0:  1: -1
print(run(math.maxinteger - 2, math.maxinteger, 2)) -- expect: 2: 9223372036854775805 9223372036854775807
print(run(0.1, 0.35, 0.1)) -- expect: 3: 0.1 0.2 0.3
for i = 1, 3 do
  local i = i * 10
  io.write(i, " ")
end
print() -- expect: 10 20 30
