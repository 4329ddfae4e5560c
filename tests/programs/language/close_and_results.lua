-- Results are computed before closing; a call under <close> is not a tail call.
local value = "before"
local function f()
  local x <close> = setmetatable({}, { __close = function() value = "after" end })
  return value, (function() return value end)()
end
print(f()) -- expect: before before
print(value) -- expect: after
local function nested()
  local a <close> = setmetatable({}, { __close = function() print("a") end })
  do
    local b <close> = setmetatable({}, { __close = function() print("b") end })
  end
  print("between")
  return 1, 2, 3
end
print(nested())
-- expect: b
-- expect: between
-- expect: a
-- expect: 1 2 3
