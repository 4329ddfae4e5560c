-- Rebuilding of the hash part: every kind of effect on them is undone and redone.
local t = {}
for i = 1, 60 do t['a' .. i] = i t['a' .. i - 3] = nil
end
