-- lua: 5.5
-- An attribute before the names is for all that have none of their own.
local function refused(text)
  print(select(2, load(text, "=text")))
end
local <const> a, b = 1, 2
print(a + b) -- expect: 3
refused("local <const> a, b = 1, 2; b = 3") -- expect: text:1: attempt to assign to const variable 'b'
refused("local <const> a, b <close> = 1; a = 3") -- expect: text:1: attempt to assign to const variable 'a'
refused("local <close> a, b") -- expect: text:1: multiple to-be-closed variables in local list
refused("local <open> a") -- expect: text:1: unknown attribute 'open'
refused("local <const> function f() end") -- expect: text:1: <name> expected near 'function'

local function closing(name)
  return setmetatable({}, {__close = function(...) print("closed " .. name, select("#", ...)) end})
end
do
  local <close> x = closing("x")
  local <close> y, z <const> = closing("y"), 5
  print(z) -- expect: 5
end
-- expect: closed y 1
-- expect: closed x 1

-- Constants that need no register do not count among the 200 locals.
local many = {}
for i = 1, 300 do
  many[i] = "local c" .. i .. " <const> = " .. i
end
print(load(table.concat(many, "\n") .. " return c1 + c300")()) -- expect: 301
