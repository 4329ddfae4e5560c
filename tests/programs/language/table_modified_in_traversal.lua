-- Fields may be cleared and changed during a traversal.
local t = {}
for i = 1, 20 do t[i] = i t["k" .. i] = i end
local visited = 0
for k in pairs(t) do
  visited = visited + 1
  t[k] = nil
end
print(visited, next(t)) -- expect: 40 nil
local u = { a = 1, b = 2, c = 3 }
for k, v in pairs(u) do u[k] = v * 10 end
print(u.a, u.b, u.c) -- expect: 10 20 30
