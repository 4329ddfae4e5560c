-- concat, pack, unpack.
print(table.concat({}), table.concat({ 1, 2.5, "x" }), table.concat({ 1, 2, 3 }, ", ", 2), table.concat({ 1, 2, 3 }, "-", 2, 3))
-- expect:  12.5x 2, 3 2-3
print(table.concat({ 1, 2 }, ", ", 3), table.concat({ "only" }, "never")) -- expect:  only
print(pcall(table.concat, { 1, {}, 3 })) -- expect: false invalid value (table) at index 2 in table for 'concat'
print(pcall(table.concat, { 1, 2 }, ",", 1, 3))
-- expect: false invalid value (nil) at index 3 in table for 'concat'
local p = table.pack(1, nil, 3, nil)
print(p.n, p[1], p[2], p[3], p[4], table.pack().n) -- expect: 4 1 nil 3 nil 0
print(table.unpack({ 1, 2, 3 })) -- expect: 1 2 3
print(table.unpack({ 1, 2, 3 }, 2), table.unpack({ 1, 2, 3 }, 2, 3), table.unpack({ 1, 2 }, 1, 4))
-- expect: 2 2 1 2 nil nil
print(select("#", table.unpack({}, 1, 3)), select("#", table.unpack({})), select("#", table.unpack({}, 5, 1)))
-- expect: 3 0 0
print(pcall(table.unpack, {}, 1, 1e8)) -- expect: false too many results to unpack
print(table.unpack({ [-1] = "a", [0] = "b" }, -1, 0)) -- expect: a b
