-- xpcall with debug.traceback: the stack as it was at the error.
local function strip(s) return (s:gsub("\t", "")) end
local function third()
  error("the message")
end
local function second() third() end
function first() second() end
local _, text = xpcall(first, debug.traceback)
print(strip(text))
-- expect: traceback.lua:4: the message
-- expect: stack traceback:
-- expect: [C]: in function 'error'
-- expect: traceback.lua:4: in upvalue 'third'
-- expect: traceback.lua:6: in upvalue 'second'
-- expect: traceback.lua:7: in function 'first'
-- expect: [C]: in function 'xpcall'
-- expect: traceback.lua:8: in main chunk
-- expect: [C]: in ?
