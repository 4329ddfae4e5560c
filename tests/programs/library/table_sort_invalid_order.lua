-- A comparator that contradicts itself is found out, or at least does no harm.
local t = {}
for i = 1, 100 do t[i] = i end
print(pcall(table.sort, t, function() return true end)) -- expect: false invalid order function for sorting
local u = { 5, 5, 5, 5 }
table.sort(u, function(a, b) return a < b end)
print(table.concat(u, " ")) -- expect: 5 5 5 5
print(pcall(table.sort, { 1, 2, nil, 4 }) ~= nil) -- expect: true
