-- Nested structures up to what the compiler takes.
local function nested(n) return load("return " .. ("("):rep(n) .. "1" .. (")"):rep(n), "=deep") end
print(nested(150)()) -- expect: 1
print((nested(250))) -- expect: nil
local t = load("return " .. ("{"):rep(100) .. ("}"):rep(100))()
local depth = 0
while t do t = t[1] depth = depth + 1 end
print(depth) -- expect: 100
local long = {}
for i = 1, 2000 do long[i] = "x = x + 1" end
print(load("local x = 0 " .. table.concat(long, " ") .. " return x")()) -- expect: 2000
print(#load("return " .. ("'a' .. "):rep(150) .. "'b'")()) -- expect: 151
