-- A library function that another one calls: errors name it by where it is found, and have no position.
print(pcall(load("table.sort({1, 2, 3}, table.sort)")))
-- expect: false bad argument #1 to 'table.sort' (table expected, got number)
print(pcall(load("string.gsub('s', 's', setmetatable)")))
-- expect: false bad argument #1 to 'setmetatable' (table expected, got string)
print(pcall(load("return table.concat(setmetatable({}, {__len = string.rep}))")))
-- expect: false bad argument #1 to 'string.rep' (string expected, got table)
print(pcall(load("return tostring(setmetatable({}, {__tostring = string.rep}))")))
-- expect: false bad argument #1 to 'string.rep' (string expected, got table)
-- What the calling library function itself complains of names that one.
print(pcall(load("table.sort({1, 2, 3}, 5)", "=text")))
-- expect: false text:1: bad argument #2 to 'sort' (function expected, got number)
