-- A coroutine's pending variables are closed by coroutine.close, and may yield while closing.
local function closer(name) return setmetatable({}, { __close = function(_, e) print("close " .. name, e) end }) end
local co = coroutine.create(function()
  local a <close> = closer "a"
  local b <close> = closer "b"
  coroutine.yield(1)
end)
print(coroutine.resume(co)) -- expect: true 1
print(coroutine.close(co), coroutine.status(co))
-- expect: close b nil
-- expect: close a nil
-- expect: true dead
local failing = coroutine.create(function()
  local x <close> = setmetatable({}, { __close = function() error("while closing", 0) end })
  coroutine.yield()
end)
coroutine.resume(failing)
print(coroutine.close(failing)) -- expect: false while closing
local yielding = coroutine.wrap(function()
  do
    local y <close> = setmetatable({}, { __close = function() coroutine.yield("from __close") end })
  end
  return "finished"
end)
print(yielding()) -- expect: from __close
print(yielding()) -- expect: finished
print(coroutine.close(coroutine.create(print))) -- expect: true
