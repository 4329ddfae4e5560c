-- Recursive generators: a tree walked by coroutines within coroutines.
local tree = { value = 4, left = { value = 2, left = { value = 1 }, right = { value = 3 } }, right = { value = 5 } }
local function walk(node)
  return coroutine.wrap(function()
    if node.left then for v in walk(node.left) do coroutine.yield(v) end end
    coroutine.yield(node.value)
    if node.right then for v in walk(node.right) do coroutine.yield(v) end end
  end)
end
local out = {}
for v in walk(tree) do out[#out + 1] = v end
print(table.concat(out, " ")) -- expect: 1 2 3 4 5
