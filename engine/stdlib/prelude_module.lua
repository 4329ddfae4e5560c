-- require and module of Lua 5.1.  The chunk gets the natives that it is built from, and gives the two functions and
-- the first of the loaders.
local native <const> = ...
local check_name <const> = native.check_name
local fail <const> = native.fail
local loaded <const> = native.loaded
local package <const> = native.package
local rawget <const> = native.rawget
local sentinel <const> = native.sentinel -- stands in package.loaded for a module that is being loaded
local type <const> = native.type
local library = {}

library["require"] = function(...)
  local name <const> = check_name(...)
  local module <const> = loaded[name]
  if module then
    if module == sentinel then fail("loop or previous error loading module '" .. name .. "'") end
    return module
  end
  local loaders <const> = package.loaders
  if type(loaders) ~= "table" then fail("'package.loaders' must be a table") end
  local problems, at = "", 0
  local loader
  while true do
    at = at + 1
    loader = rawget(loaders, at)
    if loader == nil then
      local reason <const> = native.unavailable[name] -- of a module that the original has
      if reason then fail("module '" .. name .. "' is not available: " .. reason) end
      fail("module '" .. name .. "' not found:" .. problems)
    end
    loader = loader(name)
    local kind <const> = type(loader)
    if kind == "function" then break end
    if kind == "string" or kind == "number" then problems = problems .. loader end
  end
  loaded[name] = sentinel
  local value <const> = loader(name)
  if value ~= nil then loaded[name] = value end
  if loaded[name] == sentinel then loaded[name] = true end
  return loaded[name]
end

-- The first of package.loaders
library["search_preload"] = function(...)
  local name <const> = check_name(...)
  local preload <const> = package.preload
  if type(preload) ~= "table" then native.fail_at_once("'package.preload' must be a table") end
  local loader <const> = preload[name]
  if loader == nil then return "\n\tno field package.preload['" .. name .. "']" end
  return loader
end

library["module"] = function(...)
  local name <const> = check_name(...)
  local options <const> = {...}
  local module = loaded[name]
  if type(module) ~= "table" then
    module = native.globals()
    local parts <const> = {native.parts(name)}
    for i = 1, #parts do
      local found = rawget(module, parts[i])
      if found == nil then
        found = {}
        module[parts[i]] = found
      elseif type(found) ~= "table" then
        fail("name conflict for module '" .. name .. "'")
      end
      module = found
    end
    loaded[name] = module
  end
  if module._NAME == nil then
    module._M = module
    module._NAME = name
    module._PACKAGE = native.parent(name)
  end
  native.set_caller_environment(module)
  for i = 2, native.count(...) do options[i](module) end
end

return library
