-- Blocks, shadowing, and locals that are visible only after their statement.
local x = 1
local x = x + 1
print(x) -- expect: 2
do
  local x = x * 10
  print(x) -- expect: 20
end
print(x) -- expect: 2
if true then local x = "inner" print(x) end -- expect: inner
for x = 1, 1 do print("loop", x) end -- expect: loop 1
local function f(x) x = x + 1 return x end
print(f(x), x) -- expect: 3 2
repeat local done = true until done
local g = function() return g end
print(g()) -- expect: nil
local function h() return h end
print(h() == h) -- expect: true
