-- random without randomseed: a new state is seeded, so that floats vary and every branch can be reached.
local seen, count = {}, 0
for _ = 1, 20 do
  local number = math.random()
  if not seen[number] then count = count + 1 end
  seen[number] = true
end
print(count > 15, math.random(0) ~= math.random(0)) -- expect: true true
