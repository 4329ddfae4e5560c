-- select, next and ipairs.
print(select("#"), select("#", nil), select(2, "a", "b", "c")) -- expect: 0 1 b c
print(select(-1, "a", "b", "c"), select(-2, "a", "b", "c")) -- expect: c b c
print(select(5, 1, 2))
-- expect:
print(pcall(select, 0)) -- expect: false bad argument #1 to 'select' (index out of range)
print(pcall(select, -5, 1)) -- expect: false bad argument #1 to 'select' (index out of range)
print(next({}), next({ 10 }), next({ 10 }, 1)) -- expect: nil 1 nil
print(next({ a = 1 })) -- expect: a 1
print(pcall(next, {}, "missing")) -- expect: false invalid key to 'next'
for i, v in ipairs({ 1, 2, nil, 4 }) do io.write(i, ":", v, " ") end
print() -- expect: 1:1 2:2
print(pcall(ipairs)) -- expect: false bad argument #1 to 'ipairs' (value expected)
print(select("#", ipairs({})), type(ipairs({}))) -- expect: 3 function
