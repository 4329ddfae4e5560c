-- <close>: called in reverse order, with the value and the error.
local function closer(name)
  return setmetatable({}, { __close = function(self, e) print("close " .. name, e) end })
end
do
  local a <close> = closer "a"
  local b <close> = closer "b"
  print("body")
  -- expect: body
  -- expect: close b nil
  -- expect: close a nil
end
local function f()
  local c <close> = closer "c"
  return "result"
end
print(f())
-- expect: close c nil
-- expect: result
print(pcall(function()
-- expect: close d oops
-- expect: false oops
  local d <close> = closer "d"
  error("oops", 0)
end))
for i = 1, 2 do
  local e <close> = closer("e" .. i)
  if i == 1 then goto continue end
  print("second turn")
  ::continue::
  -- expect: close e1 nil
  -- expect: second turn
  -- expect: close e2 nil
end
do
  local n <close> = nil
  local m <close> = false
end
while true do
  local w <close> = closer "w"
  break
end -- expect: close w nil
