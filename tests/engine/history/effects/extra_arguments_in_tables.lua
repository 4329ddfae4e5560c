-- lua: 5.5
-- Extra arguments in a table that the function makes: read, changed, spread again, shared with closures.
local seen = {}
local function changed(a, ...t)
  t[1] = a
  t.n = t.n + 1
  t[#t + 1] = "last"
  seen[#seen + 1] = t
  local x, y = ...
  return x, y, ...
end
seen.all = {changed(1, 2, 3)}
seen.none = {changed()}
local function fields(...t)
  local first, size, none = t[1], t.n, t[t.n + 1]
  return size, first, none, (t[2.0])
end
seen.fields = {fields("a", "b")}
local function shared(...t)
  return function(v)
    t[1] = v
    t.n = v
  end, function()
    return t.n, t[1]
  end, ...
end
local set, get = shared(9, 8)
set(1)
seen.shared = {get()}
seen.refused = {pcall(function(...t) t.n = -1 return ... end, 1, 2)}
local function deep(n, ...t)
  if n == 0 then return ... end
  t[n] = n
  return deep(n - 1, ...)
end
seen.deep = {deep(3, 1, 2, 3)}
local co = coroutine.wrap(function(...t)
  t[1] = coroutine.yield(...)
  return ...
end)
co(1, 2)
seen.resumed = {co("new")}
