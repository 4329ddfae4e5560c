-- The functions of Lua 5.1's table library that call Lua functions.  The natives check the arguments.
local native <const> = ...
local next <const> = native.next
local library = {}

library["table.foreach"] = function(list, visit)
  for key, value in next, list do
    local result <const> = visit(key, value)
    if result ~= nil then return result end
  end
end

library["table.foreachi"] = function(list, visit, size)
  for i = 1, size do
    local result <const> = visit(i, list[i])
    if result ~= nil then return result end
  end
end

return library
