-- lua: 5.5
-- A declaration with values defines its globals, which have to be nil before.
global print, pcall, load, select, setmetatable

global a, b, c = 1, 2
print(a, b, c) -- expect: 1 2 nil
global <const> limit = 10
print(limit) -- expect: 10
global function twice(x)
  return 2 * x
end
print(twice(21)) -- expect: 42
global function count(n)
  return n == 0 and "done" or count(n - 1)
end
print(count(3)) -- expect: done

local function failure(text)
  print(select(2, pcall(load(text, "=text"))))
end

failure("global\nx = 1\n global y, x = 5, 6") -- expect: text:3: global 'x' already defined
global y
print(y) -- expect: nil
failure("global x = false; global x = 1") -- expect: text:1: global 'x' already defined
failure("global function f() end\n\nglobal function\nf() end") -- expect: text:3: global 'f' already defined

-- The values are computed before the names can be seen.
failure("global z = z; return z") -- expect: nil
failure("local t <const> = 1; global q, r = t, t + 1; return q") -- expect: 1

-- They are fields of the _ENV in sight: all are looked at and assigned to, from the last to the first.
do
  local show, text = print, ""
  local record = {
    __index = function(_, name) text = text .. " get " .. name end,
    __newindex = function(_, name, value) text = text .. " set " .. name .. value end,
  }
  local _ENV <const> = setmetatable({}, record)
  global p, q = 1, 2
  global <const> r = 3
  show(text) -- expect:  get q set q2 get p set p1 get r set r3
end
