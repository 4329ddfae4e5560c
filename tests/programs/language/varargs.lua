-- ... as arguments, in tables, and adjusted.
local function f(...) return select("#", ...), ... end
print(f()) -- expect: 0
print(f(nil, nil)) -- expect: 2 nil nil
print(f(1, nil, 3)) -- expect: 3 1 nil 3
local function g(...) local a, b = ... return a, b end
print(g(1), g(1, 2, 3)) -- expect: 1 1 2
local function h(...) return { ... }, { n = select("#", ...), ... } end
local list, packed = h(1, 2, nil)
print(#list, packed.n) -- expect: 2 3
local function first(...) return (...) end
print(first(7, 8), (first())) -- expect: 7 nil
local function rest(_, ...) return ... end
print(rest(1, 2, 3)) -- expect: 2 3
local function sum(...)
  local total = 0
  for i = 1, select("#", ...) do total = total + (select(i, ...)) end
  return total
end
print(sum(1, 2, 3, 4), sum()) -- expect: 10 0
print(select(-1, "a", "b", "c"), select(2, "a", "b", "c")) -- expect: c b c
local function many(...) return ... end
print(select("#", many(table.unpack({}, 1, 250)))) -- expect: 250
local function inner(...) return (function(...) return select("#", ...) end)(..., "more") end
print(inner(1, 2, 3)) -- expect: 2
print((select("#", ...))) -- expect: 0
