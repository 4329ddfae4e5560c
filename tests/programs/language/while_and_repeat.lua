-- while, repeat and break; a repeat's condition sees the body's locals.
local n = 3
while n > 0 do
  io.write(n, " ")
  n = n - 1
end
print() -- expect: 3 2 1
repeat
  local last = n >= 3
  n = n + 1
until last
print(n) -- expect: 4
while true do
  n = n + 1
  if n > 10 then break end
end
print(n) -- expect: 11
repeat local x = 1 until x == 1
while false do print("never") end
repeat
  do break end
until error("not reached")
print("done") -- expect: done
