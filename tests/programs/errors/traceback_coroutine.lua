-- A dead coroutine still shows where it failed.
local function strip(s) return (s:gsub("\t", "")) end
local co = coroutine.create(function()
  local function deep() local x = nil; x.field = 1 end
  deep()
end)
print(strip(select(2, coroutine.resume(co))))
-- expect: traceback_coroutine.lua:4: attempt to index a nil value (local 'x')
print(strip(debug.traceback(co)))
-- expect: stack traceback:
-- expect: traceback_coroutine.lua:4: in local 'deep'
-- expect: traceback_coroutine.lua:5: in function <traceback_coroutine.lua:3>
print(strip(debug.traceback(co, "again")))
-- expect: again
-- expect: stack traceback:
-- expect: traceback_coroutine.lua:4: in local 'deep'
-- expect: traceback_coroutine.lua:5: in function <traceback_coroutine.lua:3>
