-- Floats in tables: elements and fields that are floats before, after, or both.
local t = {1.5, 2, x = 0.5, y = "s"}
for i = 1, 4 do
  t[1], t[2] = t[1] * 2, t[2] + 0.25
  t.x, t.y = t.x + i, t.y .. i
  t["x"] = -t.x
end
t[1], t.x = "one", nil
t[1], t.x = -0.0, 0 / 0
t[1], t.x = nil, {}
t.x = 1e300
