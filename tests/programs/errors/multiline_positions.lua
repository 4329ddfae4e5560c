-- Which line is named when an expression spans several.
local function line(f) return (select(2, pcall(f)):match(":(%d+):")) end
local base = debug.getinfo(1, "l").currentline
local t = {}
print(line(function() -- expect: 5
  return 1
    + t.a
    * 2
end) - base)
print(line(function() -- expect: 10
  return t
    .a
    .b
end) - base)
print(line(function() -- expect: 13
  t.method(
    1,
    2
  )
end) - base)
print(line(function() -- expect: 20
  local s = "a" ..
    t ..
    "b"
end) - base)
print(line(function() -- expect: 24
  error(
    "x"
  )
end) - base)
