-- Endless recursion ends in an error that can be caught.
local function f(n) return 1 + f(n + 1) end
local ok, m = pcall(f, 1)
print(ok, m:match("stack overflow"), type(m)) -- expect: false stack overflow string
local depth = 0
local function g() depth = depth + 1 g() end
print((pcall(g)), depth > 10000) -- expect: false true
local t = setmetatable({}, {})
getmetatable(t).__index = function(_, k) return t[k] end
print((pcall(function() return t.x end))) -- expect: false
print((pcall(string.gsub, "x", "x", function() local function h() return 1 + h() end return h() end)))
-- expect: false
print("still running") -- expect: still running
