-- An error caught, wrapped and raised again.
local function risky() error("root cause", 0) end
local function wrapped()
  local ok, e = pcall(risky)
  if not ok then error("wrapped: " .. e, 0) end
end
print(pcall(wrapped)) -- expect: false wrapped: root cause
wrapped()
-- expect plain error: wrapped: root cause
