-- Chains of __index and __newindex that never end.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local a = {}
setmetatable(a, { __index = a, __newindex = a })
print(message(function() return a.x end)) -- expect: '__index' chain too long; possible loop
print(message(function() a.x = 1 end)) -- expect: '__newindex' chain too long; possible loop
