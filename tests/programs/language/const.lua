-- <const> variables: read like others, compile-time constants when they can be.
local limit <const> = 10
local name <const>, other = "constant", 1
other = other + limit
print(limit, name, other) -- expect: 10 constant 11
local function f() return limit * 2 end
print(f()) -- expect: 20
local t <const> = {}
t.x = "contents may change"
print(t.x) -- expect: contents may change
print(load("local x <const> = 1; x = 2"))
-- expect: nil [string "local x <const> = 1; x = 2"]:1: attempt to assign to const variable 'x'
print(load("local x <const> = 1; function f() x = 2 end"))
-- expect: nil [string "local x <const> = 1; function f() x = 2 end"]:1: attempt to assign to const variable 'x'
print(load("local x <close> = nil; x = 2"))
-- expect: nil [string "local x <close> = nil; x = 2"]:1: attempt to assign to const variable 'x'
print(load("local x <strange> = 1")) -- expect: nil [string "local x <strange> = 1"]:1: unknown attribute 'strange'
print(load("local a <close>, b <close> = nil, nil"))
-- expect: nil [string "local a <close>, b <close> = nil, nil"]:1: multiple to-be-closed variables in local list
