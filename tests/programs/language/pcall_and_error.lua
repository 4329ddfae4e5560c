-- Protected calls: any value can be an error.
print(pcall(function() return 1, 2, 3 end)) -- expect: true 1 2 3
print(pcall(error, "text"), (pcall(error))) -- expect: false false
print(pcall(error, nil)) -- expect: false nil
print(pcall(error, { 1 }) == false) -- expect: true
local e = setmetatable({}, { __tostring = function() return "object" end })
local ok, got = pcall(error, e)
print(ok, got == e, tostring(got)) -- expect: false true object
print(pcall(pcall), (pcall(pcall, error))) -- expect: false true
print(pcall(pcall, error, "inner")) -- expect: true false inner
print(select("#", pcall(function() end))) -- expect: 1
local function deep(n) if n == 0 then error("bottom", 0) end deep(n - 1) return "not reached" end
print(pcall(deep, 50)) -- expect: false bottom
print(pcall(function() local ok, m = pcall(error, "first", 0) error("second after " .. m, 0) end))
-- expect: false second after first
