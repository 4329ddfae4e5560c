-- A pipeline of three coroutines.
local function produce()
  return coroutine.create(function() for _, w in ipairs { "a", "b", "c" } do coroutine.yield(w) end end)
end
local function filter(source)
  return coroutine.create(function()
    local n = 0
    while true do
      local _, v = coroutine.resume(source)
      if not v then return end
      n = n + 1
      coroutine.yield(n .. ":" .. v)
    end
  end)
end
local source = filter(filter(produce()))
while true do
  local _, v = coroutine.resume(source)
  if not v then break end
  print(v)
  -- expect: 1:1:a
  -- expect: 2:2:b
  -- expect: 3:3:c
end
print(coroutine.status(source)) -- expect: dead
