-- lua: 5.1
-- The local `arg` of a vararg function: made, changed, given up, captured.
local function pack(...)
  arg[1] = arg.n
  arg.extra = true
  return arg
end
local t = pack(5, 6, 7)
t.inner = pack()
local function dropped(...)
  arg = arg[2]
  return arg
end
t.second = dropped(1, 2)
local function used(...)
  return arg, ...
end
t.used = {used(1, 2)}
local function captured(...)
  return function(v)
    arg[arg.n] = v
    return arg.n
  end
end
t.count = captured(1, 2)("x")
