-- error's level says whose line is named.
local function f(level) error("message", level) end
local function g(level)
  f(level)
  return
end
for level = 0, 3 do
  local _, m = pcall(function()
    g(level)
    return
  end)
  print(level, m)
  -- expect: 0 message
  -- expect: 1 error_levels.lua:2: message
  -- expect: 2 error_levels.lua:4: message
  -- expect: 3 error_levels.lua:9: message
end
print(select(2, pcall(error, "direct", 1))) -- expect: direct
print(select(2, pcall(error, "direct", 2))) -- expect: error_levels.lua:19: direct
print(select(2, pcall(error, "m", 50))) -- expect: m
