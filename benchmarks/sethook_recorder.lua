-- What a person can build in plain Lua: a recorder on debug.sethook, as cheap as it can be made there.
-- At every instruction it keeps, in a ring, the current line and the values of the running function's
-- locals. It keeps no table contents, no upvalues and no frames below, so it could not restore a
-- program; it is the lower bound of what such a recorder costs.

local SIZE <const> = 4000000 -- values: about a million instructions of a function with three locals

local getlocal, sethook = debug.getlocal, debug.sethook
local ring, at, line = {}, 0, 0

-- One flat ring, because a table for every instruction would cost more than what is in it.
local function record(event, new_line)
  if event == "line" then
    line = new_line
    return
  end
  if at >= SIZE then at = 0 end
  at = at + 1
  ring[at] = line
  local index = 1
  local name, value = getlocal(2, 1)
  while name and name ~= "(temporary)" do
    at = at + 1
    ring[at] = value
    index = index + 1
    name, value = getlocal(2, index)
  end
end

-- A hook belongs to one coroutine; every new one gets it too.
local create = coroutine.create

function coroutine.create(body)
  local thread = create(body)
  sethook(thread, record, "l", 1)
  return thread
end

function coroutine.wrap(body)
  local thread = coroutine.create(body)
  local function finish(ok, ...)
    if not ok then error(..., 0) end
    return ...
  end
  return function(...) return finish(coroutine.resume(thread, ...)) end
end

return function(program, ...)
  sethook(record, "l", 1)
  program(...)
  sethook()
end
