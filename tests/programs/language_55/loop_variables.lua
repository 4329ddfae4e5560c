-- lua: 5.5
-- The control variable of a loop cannot be assigned to; a local of the same name can.
local function refused(text)
  print(select(2, load(text, "=text")))
end
refused("for i = 1, 2 do i = 3 end") -- expect: text:1: attempt to assign to const variable 'i'
refused("for k, v in pairs(t) do\nk = v end") -- expect: text:2: attempt to assign to const variable 'k'
refused("for i = 1, 2 do local f = function() i = 3 end end") -- expect: text:1: attempt to assign to const variable 'i'
refused("for i = 1, 2 do function i() end end") -- expect: text:1: attempt to assign to const variable 'i'

for i = 1, 3 do
  local i = i
  i = i * 10
  print(i) -- expect: 10
  -- expect: 20
  -- expect: 30
end
for k, v in ipairs {"a", "b"} do
  v = v .. k
  print(k, v) -- expect: 1 a1
  -- expect: 2 b2
end

-- Each turn has a variable of its own, which closures keep.
local seen = {}
for i = 1, 3 do
  seen[i] = function() return i end
end
print(seen[1](), seen[2](), seen[3]()) -- expect: 1 2 3

-- Two values of the loop's own come before it; the third is the variable itself.
for i = 5, 6 do
  print((debug.getlocal(1, 3)), (debug.getlocal(1, 4)), debug.getlocal(1, 5)) -- expect: (for state) (for state) i 5
  break
end
