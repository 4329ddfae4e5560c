-- lua: 5.3
-- A function expression gives the same closure again while its upvalues are the same.
local list, shared = {}, 0
for i = 1, 4 do
  list[i] = function() return shared end
  if i == 2 then
    local own = i
    list[#list + 1] = function() own = own + 1 return own end
  end
end
local same = list[1] == list[2]
local co = coroutine.wrap(function()
  for i = 1, 3 do coroutine.yield(function() return shared + 1 end) end
end)
local first, second = co(), co()
list = {first == second, same, first() == 1}
