-- The functions of the table library for what may call back into Lua: tables with metamethods, and sorting
-- with an order or with values that compare by metamethod.  The natives check the arguments before they hand
-- over to these, and do the plain cases themselves.
--
-- `native` holds what Lua cannot do here: raise errors as a C function does, and join or spread plain lists.
local native <const> = ...
local argument_error <const> = native.argument_error
local fail <const> = native.fail
local length <const> = native.length -- checks that a length is an integer
local below <const> = native.below -- a < b, both without sign
local library = {}

local MAX_SORT_SIZE <const> = 0x7FFFFFFF
local RANDOM_LIMIT <const> = 100 -- lists shorter than this always take the middle as pivot
local LOPSIDED_SEED <const> = 0xFFFFFFFF -- a constant, so that every run is the same

-- `position` is nil for an insertion at the end.
library["table.insert"] = function(list, position, value)
  local first_empty <const> = length(#list) + 1
  if not position then
    position = first_empty
  elseif not below(position - 1, first_empty) then
    argument_error(2, "position out of bounds")
  end
  for i = first_empty, position + 1, -1 do list[i] = list[i - 1] end
  list[position] = value
end

library["table.remove"] = function(list, position)
  local size <const> = length(#list)
  position = position or size
  if position ~= size and below(size, position - 1) then
    argument_error(2, "position out of bounds")
  end
  local removed <const> = list[position]
  while position < size do
    list[position] = list[position + 1]
    position = position + 1
  end
  list[position] = nil
  return removed
end

library["table.concat"] = function(list, separator, first, last)
  local size <const> = length(#list)
  local pieces <const>, count = {}, 0
  for i = first, last or size do
    count = count + 1
    pieces[count] = native.piece(list[i], i)
  end
  return native.concat(pieces, separator, 1, count)
end

-- `measured` tells that the length is asked for even if it is not needed.
library["table.unpack"] = function(list, first, last, measured)
  local size <const> = (measured or not last) and length(#list)
  last = last or size
  local count <const> = native.result_count(first, last)
  local values <const> = {}
  for i = 1, count do values[i] = list[first + i - 1] end
  return native.unpack(values, 1, count)
end

-- From the low end up wherever that does not overwrite what is still to be moved.
library["table.move"] = function(source, first, last, target, destination)
  if target > last or target <= first or source ~= destination then
    for i = 0, last - first do destination[target + i] = source[first + i] end
  else
    for i = last - first, 0, -1 do destination[target + i] = source[first + i] end
  end
  return destination
end

-- Quicksort with the median of three as pivot, so that an order function is called with the same pairs, and
-- elements are read and written in the same order, as in PUC Lua.  The larger part of each partition waits on
-- `pending` while the smaller is sorted; no call is nested, so the program sees one frame of `table.sort`.
library["table.sort"] = function(list, order)
  local low, high = 1, length(#list)
  if high <= 1 then return end
  if high >= MAX_SORT_SIZE then argument_error(1, "array too big") end
  native.check_order(list, order)
  local pending <const>, waiting = {}, 0
  local seed = 0 -- not 0 once a partition was lopsided: choose other pivots than the middle
  while true do
    while low < high do
      local first, last = list[low], list[high]
      if order and order(last, first) or not order and last < first then
        list[low] = last
        list[high] = first
      end
      if high - low == 1 then break end
      local middle = (low + high) // 2
      if seed ~= 0 and high - low >= RANDOM_LIMIT then
        local quarter <const> = (high - low) // 4
        middle = seed % (quarter * 2) + low + quarter
      end
      local pivot = list[middle]
      first = list[low]
      if order and order(pivot, first) or not order and pivot < first then
        list[middle] = first
        list[low] = pivot
      else
        last = list[high]
        if order and order(last, pivot) or not order and last < pivot then
          list[middle] = last
          list[high] = pivot
        end
      end
      if high - low == 2 then break end
      pivot = list[middle]
      list[middle] = list[high - 1]
      list[high - 1] = pivot
      local i, j = low, high - 1
      while true do -- list[low .. i] <= pivot <= list[j .. high]
        i = i + 1
        local left = list[i]
        while order and order(left, pivot) or not order and left < pivot do
          if i == high - 1 then fail("invalid order function for sorting") end
          i = i + 1
          left = list[i]
        end
        j = j - 1
        local right = list[j]
        while order and order(pivot, right) or not order and pivot < right do
          if j < i then fail("invalid order function for sorting") end
          j = j - 1
          right = list[j]
        end
        if j < i then
          list[high - 1] = left
          list[i] = pivot
          break
        end
        list[i] = right
        list[j] = left
      end
      local rest_low, rest_high, smaller = low, i - 1, high - i
      if i - low < smaller then
        rest_low, rest_high, smaller = i + 1, high, i - low
        high = i - 1
      else
        low = i + 1
      end
      local rest_seed <const> = (rest_high - rest_low) // 128 > smaller and LOPSIDED_SEED or seed
      pending[waiting + 1], pending[waiting + 2], pending[waiting + 3] = rest_low, rest_high, rest_seed
      waiting = waiting + 3
    end
    if waiting == 0 then return end
    low, high, seed = pending[waiting - 2], pending[waiting - 1], pending[waiting]
    waiting = waiting - 3
  end
end

-- The functions of Lua 5.2 on a list with a __len, which alone of its metamethods counts
for _, name in ipairs({"concat", "insert", "remove", "sort", "unpack"}) do
  library["measured_" .. name] = function(list, ...) return native.with_length(name, #list, list, ...) end
end

return library
