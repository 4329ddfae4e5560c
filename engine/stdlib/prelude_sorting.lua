-- table.sort as Lua 5.1 and 5.2 have it: quicksort with the median of three as pivot, always the middle.  So an order
-- function is called with the same pairs, and equal elements end up in the same order, as there.
--
-- The larger part of each partition waits on `pending` while the smaller is sorted; no call is nested, so the program
-- sees one frame of `table.sort`.  `slack` says how far beyond the list an order that is none may lead.
local native <const> = ...
local fail <const> = native.fail
local library = {}

local function sort(list, order, size, slack)
  local low, high = 1, size
  local pending <const>, waiting = {}, 0
  while true do
    while low < high do
      local first, last = list[low], list[high]
      if order and order(last, first) or not order and last < first then
        list[low] = last
        list[high] = first
      end
      if high - low == 1 then break end
      local middle <const> = (low + high) // 2
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
          if i >= high + slack then fail("invalid order function for sorting") end
          i = i + 1
          left = list[i]
        end
        j = j - 1
        local right = list[j]
        while order and order(pivot, right) or not order and pivot < right do
          if j <= low - slack then fail("invalid order function for sorting") end
          j = j - 1
          right = list[j]
        end
        if j < i then break end
        list[i] = right
        list[j] = left
      end
      list[high - 1], list[i] = list[i], list[high - 1]
      local rest_low, rest_high = i + 1, high
      if i - low < high - i then
        high = i - 1
      else
        rest_low, rest_high = low, i - 1
        low = i + 1
      end
      pending[waiting + 1], pending[waiting + 2] = rest_low, rest_high
      waiting = waiting + 2
    end
    if waiting == 0 then return end
    low, high = pending[waiting - 1], pending[waiting]
    waiting = waiting - 2
  end
end

library["sort_classic"] = sort

-- A list with metamethods, which the elements do not go through: a copy of it is sorted.
library["sort_raw"] = function(list, order, size, slack)
  local copy <const> = native.elements(list, size)
  sort(copy, order, size, slack)
  native.store(list, copy, size)
end

return library
