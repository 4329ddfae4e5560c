-- debug.traceback: messages, levels, other threads, non-strings.
local function strip(s) return (s:gsub("\t", "")) end
local function inner() return strip(debug.traceback("message")), nil end
local function outer() local text = inner() return text end
print(outer())
print(strip(debug.traceback("level two", 2)))
print(strip(debug.traceback(nil)))
print(strip(debug.traceback(42)), type(debug.traceback({})))
local co = coroutine.create(function() local function deep() coroutine.yield() end deep() end)
coroutine.resume(co)
print(strip(debug.traceback(co)))
print(strip(debug.traceback(co, "with message", 1)))
print(debug.traceback(coroutine.create(print)))
print(debug.traceback("nothing below", 100))
-- expect: message
-- expect: stack traceback:
-- expect: debug_traceback.lua:3: in upvalue 'inner'
-- expect: debug_traceback.lua:4: in local 'outer'
-- expect: debug_traceback.lua:5: in main chunk
-- expect: [C]: in ?
-- expect: level two
-- expect: stack traceback:
-- expect: [C]: in ?
-- expect: stack traceback:
-- expect: debug_traceback.lua:7: in main chunk
-- expect: [C]: in ?
-- expect: 42
-- expect: stack traceback:
-- expect: debug_traceback.lua:8: in main chunk
-- expect: [C]: in ? table
-- expect: stack traceback:
-- expect: [C]: in function 'coroutine.yield'
-- expect: debug_traceback.lua:9: in local 'deep'
-- expect: debug_traceback.lua:9: in function <debug_traceback.lua:9>
-- expect: with message
-- expect: stack traceback:
-- expect: debug_traceback.lua:9: in local 'deep'
-- expect: debug_traceback.lua:9: in function <debug_traceback.lua:9>
-- expect: stack traceback:
-- expect: nothing below
-- expect: stack traceback:
