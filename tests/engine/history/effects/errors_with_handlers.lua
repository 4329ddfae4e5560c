-- Message handlers that are Lua functions, of errors that an instruction raises some frames deep.
local function g()
  local a, b = 1, 2
  a.b.c = 1
  return a + b
end
print(xpcall(function()
  g()
  return 1
end, function(e)
  local t = {}
  for i = 1, 3 do t[i] = i end
  return #t
end))
local function deep(n)
  if n > 0 then deep(n - 1) end
  return 1
end
deep(8)
print(xpcall(deep, function(e) return deep(3) end, {}))
deep(4)
