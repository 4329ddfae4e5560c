-- lua: 5.5
-- Outside of any declaration every name is a global; a declaration other than `global *` ends that in its scope.
A = 1
print(A, B) -- expect: 1 nil
do
  global print, B
  B = 2
  print(B) -- expect: 2
  local function seen()
    global C
    C = 3
    return C, B
  end
  print(seen()) -- expect: 3 2
end
print(A, B, C) -- expect: 1 2 3

local function refused(text)
  print(select(2, load(text, "=text")))
end

refused("global none; x = 1") -- expect: text:1: variable 'x' not declared
refused("global x; local function f() return y end") -- expect: text:1: variable 'y' not declared
refused("do global x end y = 1\nglobal z; y = 1") -- expect: text:2: variable 'y' not declared
refused("global x, _ENV; x = 1") -- expect: text:1: _ENV is global when accessing variable 'x'

-- `global *` makes all names globals again; with <const> they may be read only.
do
  global none
  global *
  D = 4
  print(D) -- expect: 4
end
refused("global <const> *; print(x)\nx = 1") -- expect: text:2: attempt to assign to const variable 'x'
refused("global <const> x, y; x = 1") -- expect: text:1: attempt to assign to const variable 'x'
refused("global x <const>, y; y = 1; function x() end") -- expect: text:1: attempt to assign to const variable 'x'
refused("global x <close>") -- expect: text:1: global variables cannot be to-be-closed

-- The nearest declaration of a name counts, be it of a local or of a global.
local E = "local"
do
  global E, print
  print(E) -- expect: nil
  E = "global"
  local E <const> = "inner"
  print(E) -- expect: inner
end
print(E, _ENV.E) -- expect: local global

-- A jump may not enter the scope of a declaration.
refused("goto done; global x; ::done:: x = 1") -- expect: text:1: <goto done> at line 1 jumps into the scope of 'x'
refused("goto done; global *; ::done:: x = 1") -- expect: text:1: <goto done> at line 1 jumps into the scope of '*'

-- `global` is a name where no declaration can follow.
local global = 5
global = global + 1
print(global, ({global = 7}).global) -- expect: 6 7
