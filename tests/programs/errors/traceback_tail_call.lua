-- Tail calls are marked.
local function strip(s) return (s:gsub("\t", "")) end
local function failing() error("x", 0) end
local function tail() return failing() end
local _, text = xpcall(function() tail() end, debug.traceback)
print(strip(text))
-- expect: x
-- expect: stack traceback:
-- expect: [C]: in function 'error'
-- expect: traceback_tail_call.lua:3: in function <traceback_tail_call.lua:3>
-- expect: (...tail calls...)
-- expect: traceback_tail_call.lua:5: in function <traceback_tail_call.lua:5>
-- expect: [C]: in function 'xpcall'
-- expect: traceback_tail_call.lua:5: in main chunk
-- expect: [C]: in ?
