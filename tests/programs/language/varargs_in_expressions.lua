-- ... is cut to one value everywhere but at the end of a list.
local function f(...)
  local t = { ..., "end" }
  local u = { "start", ... }
  return #t, #u, ... == 1, (... or "none")
end
print(f(1, 2, 3)) -- expect: 2 4 true 1
print(f()) -- expect: 2 1 false none
local function g(...)
  for i, v in ipairs { ... } do io.write(i, "=", tostring(v), " ") end
  print(#{ n = ... }, ..., "|")
end
g("x", "y") -- expect: 1=x 2=y 0 x |
local function h(...) local a <const>, b = ... return b, a end
print(h(1, 2)) -- expect: 2 1
