-- goto forward, backward and out of nested blocks.
do
  local n = 1
  ::top::
  io.write(n, " ")
  n = n + 1
  if n <= 3 then goto top end
  print() -- expect: 1 2 3
end
for i = 1, 3 do
  for j = 1, 3 do
    if i * j == 4 then
      print("found", i, j) -- expect: found 2 2
      goto out
    end
  end
end
::out::
goto skip
print("skipped")
::skip::
do goto last end
do ::last:: print("an inner label is not seen from outside") end
::last::
print("end") -- expect: end
