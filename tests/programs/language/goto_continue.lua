-- goto as continue, in all four kinds of loop.
for i = 1, 5 do
  if i % 2 == 0 then goto continue end
  io.write(i, " ")
  ::continue::
end
print() -- expect: 1 3 5
for _, v in ipairs { 1, 2, 3 } do
  if v == 2 then goto continue end
  io.write(v, " ")
  ::continue::
end
print() -- expect: 1 3
local n = 0
while n < 5 do
  n = n + 1
  if n == 3 then goto continue end
  io.write(n, " ")
  ::continue::
end
print() -- expect: 1 2 4 5
repeat
  n = n - 1
  if n == 2 then goto continue end
  io.write(n, " ")
  ::continue::
until n == 0
print() -- expect: 4 3 1 0
