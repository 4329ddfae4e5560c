-- How a native is called gives it its name: global, field, method, local.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local rep, t = string.rep, { rep = string.rep, inner = { upper = string.upper } }
print(message(function() string.rep() end)) -- expect: bad argument #1 to 'rep' (string expected, got no value)
print(message(function() rep() end)) -- expect: bad argument #1 to 'rep' (string expected, got no value)
print(message(function() t.rep() end)) -- expect: bad argument #1 to 'rep' (string expected, got no value)
print(message(function() t.inner.upper() end)) -- expect: bad argument #1 to 'upper' (string expected, got no value)
print(message(function() ("x"):rep() end)) -- expect: bad argument #1 to 'rep' (number expected, got no value)
print(message(function() ("x"):rep({}) end)) -- expect: bad argument #1 to 'rep' (number expected, got table)
print(message(function() ("x").rep() end)) -- expect: bad argument #1 to 'rep' (string expected, got no value)
print(message(function() return string.rep() end))
-- expect: bad argument #1 to 'rep' (string expected, got no value)
print(message(function() setmetatable(1) end))
-- expect: bad argument #1 to 'setmetatable' (table expected, got number)
print(message(function() local f = ("x").rep f({}) end))
-- expect: bad argument #1 to 'f' (string expected, got table)
