-- How functions are named in a traceback.
local function strip(s) return (s:gsub("\t", "")) end
local t = {}
function t.field() error("x", 0) end
function t:method() t.field() end
function global_function() t:method() end
local function by_upvalue() global_function() end
local object = setmetatable({}, { __index = function() by_upvalue() end })
local _, text = xpcall(function() local _ = object.anything end, debug.traceback)
print(strip(text))
-- expect: x
-- expect: stack traceback:
-- expect: [C]: in function 'error'
-- expect: traceback_names.lua:4: in field 'field'
-- expect: traceback_names.lua:5: in method 'method'
-- expect: traceback_names.lua:6: in function 'global_function'
-- expect: traceback_names.lua:7: in upvalue 'by_upvalue'
-- expect: traceback_names.lua:8: in metamethod 'index'
-- expect: traceback_names.lua:9: in function <traceback_names.lua:9>
-- expect: [C]: in function 'xpcall'
-- expect: traceback_names.lua:9: in main chunk
-- expect: [C]: in ?
