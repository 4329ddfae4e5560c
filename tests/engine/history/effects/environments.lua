-- lua: 5.1
-- Environments of functions, of coroutines and of natives: set, inherited, left.
local function reader() return name end
local function writer(value) name = value end

name = "global"
setfenv(reader, {name = "reader's"})
assert(reader() == "reader's")
setfenv(writer, getfenv(reader))
writer("written")
assert(reader() == "written" and name == "global")

local function change() setfenv(2, setmetatable({}, {__index = _G})) end
local function changed()
  change()
  name = "inside"
  return name
end
assert(changed() == "inside" and name == "global")

local co = coroutine.create(function()
  setfenv(0, {name = "coroutine's"})
  local chunk = loadstring("return name")
  coroutine.yield(chunk())
  setfenv(0, {name = "another"})
  return loadstring("return name")()
end)
for _, expected in ipairs {"coroutine's", "another"} do
  local _, found = coroutine.resume(co)
  assert(found == expected)
end
debug.setfenv(co, _G)
debug.setfenv(print, {})
debug.setfenv(print, _G)

module("effects", package.seeall)
local proxy = newproxy(true)
getmetatable(proxy).__index = function(_, key) return key end
assert(proxy.x == "x")
