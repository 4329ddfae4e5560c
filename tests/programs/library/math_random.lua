-- random: ranges, and the same sequence from the same seed.
math.randomseed(42)
local a, b, c = math.random(100), math.random(5, 10), math.random()
math.randomseed(42)
print(a == math.random(100), b == math.random(5, 10), c == math.random()) -- expect: true true true
print(a >= 1 and a <= 100, b >= 5 and b <= 10, c >= 0 and c < 1) -- expect: true true true
for i = 1, 1000 do
  local r = math.random(3)
  assert(r == 1 or r == 2 or r == 3)
end
print(math.random(7, 7), math.type(math.random(0)), math.type(math.random())) -- expect: 7 integer float
print(pcall(math.random, 0, -1)) -- expect: false bad argument #1 to 'math.random' (interval is empty)
print(pcall(math.random, 1, 2, 3)) -- expect: false wrong number of arguments
print(pcall(math.random, 1.5))
-- expect: false bad argument #1 to 'math.random' (number has no integer representation)
math.randomseed(123, 456)
local first = math.random(0)
math.randomseed(123, 456)
print(first == math.random(0)) -- expect: true
