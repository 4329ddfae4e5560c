-- type, tostring, rawequal, rawlen, rawget, rawset.
print(type(nil), type(1), type("x"), type({}), type(print), type(coroutine.create(print)), type(io.stdout))
-- expect: nil number string table function thread userdata
print(rawequal("a", "a"), rawequal({}, {}), rawequal(1, 1.0)) -- expect: true false true
print(rawlen({ 1, 2 }), rawlen("abc")) -- expect: 2 3
local t = setmetatable({}, { __index = function() return "meta" end, __newindex = function() end })
print(rawget(t, 1), rawset(t, 1, "raw") == t, rawget(t, 1), t[1]) -- expect: nil true raw raw
print(_VERSION, _G._G == _G) -- expect: Lua 5.4 true
print((tostring(print):gsub("0x%x+", "ADDRESS"))) -- expect: function: ADDRESS
print((tostring({}):gsub("0x%x+", "ADDRESS")), (tostring(io.stdout):gsub("0x%x+", "ADDRESS")))
-- expect: table: ADDRESS file (ADDRESS)
print(pcall(type)) -- expect: false bad argument #1 to 'type' (value expected)
