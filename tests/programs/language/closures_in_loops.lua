-- A loop variable is fresh in every turn.
local fs = {}
for i = 1, 3 do fs[#fs + 1] = function() i = i + 10 return i end end
for _, v in ipairs { "a", "b" } do fs[#fs + 1] = function() return v end end
local n = 0
while n < 2 do n = n + 1 local m = n fs[#fs + 1] = function() return n, m end end
for _, f in ipairs(fs) do print(f()) end
-- expect: 11
-- expect: 12
-- expect: 13
-- expect: a
-- expect: b
-- expect: 2 1
-- expect: 2 2
print(fs[1](), fs[2]()) -- expect: 21 22
local g
repeat local x = "in repeat" g = function() return x end until g() == x
print(g()) -- expect: in repeat
