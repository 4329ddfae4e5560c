-- The generic for: any function, state and control value.
for i, v in ipairs { "a", "b", nil, "d" } do print(i, v) end
-- expect: 1 a
-- expect: 2 b
local function step(limit, n) if n < limit then return n + 1, n * n end end
for n, square in step, 3, 0 do print(n, square) end
-- expect: 1 0
-- expect: 2 1
-- expect: 3 4
local keys = {}
for k, v in pairs { x = 1, y = 2, 10, 20 } do keys[#keys + 1] = tostring(k) .. "=" .. v end
table.sort(keys)
print(table.concat(keys, " ")) -- expect: 1=10 2=20 x=1 y=2
for k, v in next, { 5 } do print(k, v) end -- expect: 1 5
for a, b, c, d in (function() local done return function() if not done then done = true return 1, 2, 3 end end end)() do
  print(a, b, c, d) -- expect: 1 2 3 nil
end
for word in ("one two"):gmatch("%a+") do io.write(word, ".") end
print() -- expect: one.two.
for _ in function() end do print("never") end
local callable = setmetatable({ n = 0 }, { __call = function(self) self.n = self.n + 1 if self.n < 3 then return self.n end end })
for n in callable do print("callable", n) end
-- expect: callable 1
-- expect: callable 2
