-- __metatable hides and protects a metatable.
local t = setmetatable({}, { __metatable = "hidden" })
print(getmetatable(t)) -- expect: hidden
print(pcall(setmetatable, t, {})) -- expect: false cannot change a protected metatable
print(getmetatable("x").__index == string, getmetatable(1), getmetatable(nil)) -- expect: true nil nil
print(pcall(setmetatable, 1, {})) -- expect: false bad argument #1 to 'setmetatable' (table expected, got number)
local u = setmetatable({}, { __metatable = false })
print(getmetatable(u), pcall(setmetatable, u, nil)) -- expect: false false cannot change a protected metatable
local plain = setmetatable({}, {})
print(getmetatable(setmetatable(plain, nil))) -- expect: nil
