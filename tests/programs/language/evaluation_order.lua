-- Left to right where Lua 5.4 evaluates it so: operands, arguments, constructor items.
local log = {}
local function v(x) log[#log + 1] = tostring(x) return x end
local function flush() print(table.concat(log, " ")) log = {} end
local _ = v(1) + v(2) * v(3)
flush() -- expect: 1 2 3
print(v(1), v(2), v(3)) -- expect: 1 2 3
flush() -- expect: 1 2 3
_ = { v("a"), k = v("b"), [v("c")] = v("d"), v("e") }
flush() -- expect: a b c d e
_ = v(1) < v(2) and v(3) or v(4)
flush() -- expect: 1 2 3
_ = v("x") .. v("y") .. v("z")
flush() -- expect: x y z
local t = { { } }
t[v(1)][v("k")] = v("value")
flush() -- expect: 1 k value
