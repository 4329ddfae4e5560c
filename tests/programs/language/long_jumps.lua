-- Loops and conditions over thousands of instructions.
local body = {}
for i = 1, 3000 do body[i] = "n = n + 1" end
local f = load("local n = 0 for i = 1, 3 do if i ~= 2 then " .. table.concat(body, " ") .. " end end return n")
print(f()) -- expect: 6000
local g = load("local n = 0 while n < 7000 do " .. table.concat(body, " ") .. " end return n")
print(g()) -- expect: 9000
