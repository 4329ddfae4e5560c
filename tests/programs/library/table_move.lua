-- table.move, also onto itself.
print(table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), " ")) -- expect: 1 1 2 3
print(table.concat(table.move({ 1, 2, 3 }, 2, 3, 1), " ")) -- expect: 2 3 3
print(table.concat(table.move({ 1, 2, 3 }, 1, 3, 3, { "a", "b" }), " ")) -- expect: a b 1 2 3
print(table.concat(table.move({ 1, 2, 3 }, 1, 0, 5), " ")) -- expect: 1 2 3
local log = {}
local proxy = setmetatable({}, { __index = function(_, k) log[#log + 1] = "get " .. k return k end, __newindex = function(_, k, v) log[#log + 1] = "set " .. k end })
table.move(proxy, 1, 2, 5)
print(table.concat(log, ", ")) -- expect: get 1, set 5, get 2, set 6
print(pcall(table.move, {}, 1, math.maxinteger, 2))
-- expect: false bad argument #4 to 'table.move' (destination wrap around)
print(pcall(table.move, {}, -1, math.maxinteger, 2))
-- expect: false bad argument #3 to 'table.move' (too many elements to move)
