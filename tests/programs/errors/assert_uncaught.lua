-- An assertion that fails, uncaught.
local function area(w, h)
  assert(w >= 0, "negative width") -- expect error: negative width
  return w * h
end
print(area(2, 3)) -- expect: 6
print(area(-2, 3))
