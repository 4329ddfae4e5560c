-- table.insert and table.remove.
local t = { 1, 2, 3 }
table.insert(t, 4)
table.insert(t, 1, 0)
table.insert(t, 3, "mid")
print(table.concat(t, " ")) -- expect: 0 1 mid 2 3 4
print(table.remove(t), table.remove(t, 1), table.remove(t, 2)) -- expect: 4 0 mid
print(table.concat(t, " "), #t) -- expect: 1 2 3 3
print(table.remove({}), table.remove({}, 0), table.remove({}, #{}), table.remove({ 1 }, 2))
-- expect: nil nil nil nil
table.insert(t, #t + 1, "end")
print(t[#t]) -- expect: end
print(pcall(table.insert, { 1 }, 5, "x"))
-- expect: false bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, { 1 }, 0, "x"))
-- expect: false bad argument #2 to 'table.insert' (position out of bounds)
print(pcall(table.insert, { 1 })) -- expect: false wrong number of arguments to 'insert'
print(pcall(table.insert, { 1 }, 1, 2, 3)) -- expect: false wrong number of arguments to 'insert'
print(pcall(table.insert, nil, 1)) -- expect: false bad argument #1 to 'table.insert' (table expected, got nil)
print((pcall(table.remove, { 1, 2, 3 }, 7))) -- expect: false
