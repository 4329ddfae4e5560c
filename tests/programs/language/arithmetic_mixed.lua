-- An integer and a float make a float; a string that reads as a number is converted.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(1 + 1.0, 2 * 0.5, 3 - 3.0, 10 // 3.0, 10 % 3.0) -- expect: 2.0 1.0 0.0 3.0 1.0
print("10" + 5, "0x10" * 2, "3" ^ 2, 10 .. 20) -- expect: 15 32 9.0 1020
print("10" + 1, "10.0" + 1, " 7 " + 1, "1e1" + 0) -- expect: 11 11.0 8 10.0
print(-"2", -"2.0", - "-3") -- expect: -2 -2.0 3
print("7" // "2", "7" % "2", "7" / "2") -- expect: 3 1 3.5
print(math.type("10" + 0), math.type("1e1" + 0), math.type(2 ^ 2)) -- expect: integer float float
print(message(function() return "abc" + 1 end)) -- expect: attempt to add a 'string' with a 'number'
print(message(function() return {} + 1 end)) -- expect: attempt to perform arithmetic on a table value
