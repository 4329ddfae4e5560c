-- The identity of an upvalue is a light userdata, which has no user values.
local up = 1
local id = debug.upvalueid(function() return up end, 1)
print(type(id), debug.getuservalue(id, 1)) -- expect: userdata nil
print(pcall(debug.setuservalue, id, {}))
-- expect: false bad argument #1 to 'debug.setuservalue' (userdata expected, got light userdata)
print(pcall(io.close, id))
-- expect: false bad argument #1 to 'io.close' (FILE* expected, got light userdata)
