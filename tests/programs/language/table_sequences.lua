-- Growing, shrinking and moving a sequence.
local t = {}
for i = 10, 1, -1 do t[i] = i * i end
print(#t, t[10]) -- expect: 10 100
for i = 11, 100 do t[#t + 1] = i end
print(#t) -- expect: 100
while #t > 5 do t[#t] = nil end
print(#t, t[5], t[6]) -- expect: 5 25 nil
table.insert(t, 1, "front")
print(#t, t[1], t[2], table.remove(t, 1), #t) -- expect: 6 front 1 front 5
t[0], t[-1] = "zero", "minus"
print(#t, t[0], t[-1]) -- expect: 5 zero minus
