-- An error in __close replaces the one before, and the other closers still run.
local function closer(name, fails)
  return setmetatable({}, { __close = function(_, e)
    print("close " .. name, e)
    if fails then error(name .. " failed", 0) end
  end })
end
print(pcall(function()
-- expect: close c first
-- expect: close b c failed
-- expect: close a b failed
-- expect: false b failed
  local a <close> = closer("a")
  local b <close> = closer("b", true)
  local c <close> = closer("c", true)
  error("first", 0)
end))
print(pcall(function()
-- expect: close b nil
-- expect: close a b failed
-- expect: false b failed
  local a <close> = closer("a")
  local b <close> = closer("b", true)
  return "lost"
end))
print((select(2, pcall(function() local x <close> = 42 end)):gsub("^.-:%d+: ", "")))
-- expect: variable 'x' got a non-closable value
