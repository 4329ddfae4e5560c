-- The parts of the libraries base, package and debug that call Lua functions.  The chunk gets the natives that
-- it is built from, and gives the functions that those libraries consist of or hand over to.
local native <const> = ...
local check_name <const> = native.check_name
local check_text <const> = native.check_text
local concat <const> = native.concat
local convert <const> = native.convert
local pcall <const> = native.pcall
local rawget <const> = native.rawget
local type <const> = native.type
local write <const> = native.write
local library = {}

-- tostring of a value with a __tostring
library["tostring"] = function(value)
  local text <const> = convert(value)
  return (check_text(text))
end

-- print of `count` values, of which one has a __tostring
library["print"] = function(count, ...)
  local values <const> = {...}
  for i = 1, count do
    local text <const> = check_text((convert(values[i])))
    if i > 1 then write("\t") end
    write(text)
  end
  write("\n")
end

-- print that calls the global tostring, `convert`
library["print_by_tostring"] = function(convert, count, ...)
  local values <const> = {...}
  for i = 1, count do
    local text <const> = native.check_printed((convert(values[i])))
    if i > 1 then write("\t") end
    write(text)
  end
  write("\n")
end

-- pairs of a value with a __pairs
library["pairs"] = function(handler, value)
  local iterator <const>, state <const>, control <const> = handler(value)
  return iterator, state, control
end

-- The same where pairs has a closing value
library["pairs_closing"] = function(handler, value)
  local iterator <const>, state <const>, control <const>, closing <const> = handler(value)
  return iterator, state, control, closing
end

-- The iterator of ipairs, at a key that is not plainly there
library["ipairs_iterator"] = function(list, at)
  local value <const> = list[at]
  if value == nil then return nil end
  return at, value
end

-- load with a reader function; `...` is the environment, if one was given
library["load"] = function(reader, name, mode, ...)
  local pieces <const>, count = {}, 0
  while true do
    local ok <const>, piece <const> = pcall(reader)
    if not ok then return nil, piece end
    local text <const>, problem <const> = native.check_piece(piece)
    if problem then return nil, problem end
    if not text then break end
    count = count + 1
    pieces[count] = text
  end
  return native.load(concat(pieces, "", 1, count), name, mode, ...)
end

-- A full collection; the finalizers that are due run before it is over
library["collectgarbage"] = function(result)
  native.invoke(native.collect)
  return result
end

library["require"] = function(...)
  local name <const> = check_name(...)
  local loaded <const> = native.loaded
  local module <const> = loaded[name]
  if module then return module end
  local searchers <const> = native.package.searchers
  if type(searchers) ~= "table" then native.fail("'package.searchers' must be a table") end
  local problems <const>, count = {}, 0
  local at = 0
  while true do
    at = at + 1
    local searcher <const> = rawget(searchers, at)
    if searcher == nil then
      native.fail("module '" .. name .. "' not found:" .. concat(problems, "", 1, count))
    end
    local loader <const>, data <const> = searcher(name)
    local kind <const> = type(loader)
    if kind == "function" then
      local value <const> = loader(name, data)
      if value ~= nil then loaded[name] = value end
      if loaded[name] == nil then loaded[name] = true end
      if native.loader_data then return loaded[name], data end
      return loaded[name]
    elseif kind == "string" or kind == "number" then
      count = count + 1
      problems[count] = native.separator .. loader
    end
  end
end

-- The first of package.searchers
library["search_preload"] = function(...)
  local name <const> = check_name(...)
  local loader <const> = native.preload[name]
  if loader == nil then
    return (native.separator == "" and "\n\t" or "") .. "no field package.preload['" .. name .. "']"
  end
  if native.loader_data then return loader, ":preload:" end
  return loader
end

library["debug.debug"] = function()
  while true do
    local command <const> = native.read_command()
    if not command then return end
    local chunk <const>, problem = native.load(command, "=(debug command)")
    local ok = chunk ~= nil
    if ok then ok, problem = pcall(chunk) end
    if not ok then
      local text <const> = convert(problem)
      native.write_error(check_text(text))
    end
  end
end

return library
