-- table.sort: default order, comparators, errors.
local function sorted(t, less) table.sort(t, less) return table.concat(t, " ") end
print(sorted { 3, 1, 2 }, sorted { "pear", "apple", "fig" }, sorted {}, sorted { 1 })
-- expect: 1 2 3 apple fig pear  1
print(sorted({ 3, 1, 2 }, function(a, b) return a > b end)) -- expect: 3 2 1
print(sorted { 2, 1.5, -1, 10, 0.1 }) -- expect: -1 0.1 1.5 2 10
print(sorted({ "bb", "a", "ccc" }, function(a, b) return #a < #b end)) -- expect: a bb ccc
local t = {}
for i = 1, 200 do t[i] = i * 7919 % 1009 end
table.sort(t)
for i = 2, 200 do assert(t[i - 1] <= t[i]) end
print(t[1], t[100], t[200]) -- expect: 9 509 1005
table.sort(t, function(a, b) return a > b end)
print(t[1], t[200]) -- expect: 1005 9
local objects = {}
for i, name in ipairs { "c", "a", "b" } do objects[i] = setmetatable({ name = name }, { __lt = function(a, b) return a.name < b.name end }) end
table.sort(objects)
print(objects[1].name, objects[2].name, objects[3].name) -- expect: a b c
print((pcall(table.sort, { 1, "x" }))) -- expect: false
print(pcall(table.sort, { 1, 2, 3 }, "not a function"))
-- expect: false bad argument #2 to 'table.sort' (function expected, got string)
print(pcall(table.sort, { 1, 2, 3 }, function() error("in the comparator", 0) end))
-- expect: false in the comparator
print(select("#", table.sort({}))) -- expect: 0
