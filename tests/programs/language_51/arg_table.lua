-- lua: 5.1
-- A vararg function that does not use `...` finds its extra arguments in the local `arg`.
local function pack(first, ...)
  return arg
end
local t = pack("a", "b", nil, "c")
print(t.n, t[1], t[2], t[3]) -- expect: 3 b nil c
print(pack().n, pack("a").n) -- expect: 0 0

-- One that uses it has the local, and nothing in it.
arg = "global"
local function used(...)
  local count = select("#", ...)
  return count, arg
end
print(used(1, 2)) -- expect: 2 nil
print(arg) -- expect: global

local function assigned(...)
  arg = arg.n
  return arg
end
print(assigned(1, 2, 3), arg) -- expect: 3 global

local function inner(...)
  return function(...) return arg.n end, function() return arg.n end
end
local own, outer = inner(1, 2, 3)
print(own(1), outer()) -- expect: 1 3

local function named(arg, ...)
  return arg.n, arg[1]
end
print(named(1, 2, 3)) -- expect: 2 2
