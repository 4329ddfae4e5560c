-- A float loop adds the step each turn; an integer loop counts.
local last, count = nil, 0
for x = 0, 1, 0.1 do last, count = x, count + 1 end
print(count, last) -- expect: 11 1.0
for x = 1, 0, -0.25 do io.write(tostring(x), " ") end
print() -- expect: 1.0 0.75 0.5 0.25 0.0
for i = 10, 1, -3 do io.write(i, " ") end
print() -- expect: 10 7 4 1
for i = 1.5, 4 do io.write(i, " ") end
print() -- expect: 1.5 2.5 3.5
