-- lua: 5.5
-- Globals that declarations define, and declarations that are refused.
global pcall, load, print
global a, b, c = 1, 2
a, b = b, a
global function f(...)
  global g = ...
  return g
end
local first = f(7)
local again, message = pcall(f, 8)
global <const> limit = 10
do
  local names = {}
  local _ENV <const> = {names = names}
  global x, y = 1, 2
  names[1], names[2] = x, y
end
local refused = load("global a = 5")
local ok, text = pcall(refused)
for i = 1, 3 do
  local i = i
  i = i + 1
  c = i
end
print(first, again, message, ok, text, c)
