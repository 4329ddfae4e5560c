-- Array growth from the hash part: every kind of effect on them is undone and redone.
local t = {}
for i = 9, 1, -1 do t[i] = i
end t[#t + 1] = 1 t[#t] = nil
