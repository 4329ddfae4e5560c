-- Finalizers that wait for one another, of which some fail, collect, or mark again: undone and redone in their order.
local done, kept = {}, nil
local function marked(name, act)
return setmetatable({name = name}, {__gc = function(object) done[#done + 1] = object.name if act then act(object) end
end})
end
for number = 1, 6 do marked(number) end
marked('fails', function() error('no') end)
marked('again', function(object) kept = setmetatable({name = 'second'}, getmetatable(object)) kept = nil
end)
marked('collects', function() marked('inner') collectgarbage()
end)
marked('survives', function(object) kept = object
end)
collectgarbage()
collectgarbage()
return table.concat(done, ' '), kept.name
