-- A nil key cannot be written.
local t, key = {}, nil
print(t[key]) -- expect: nil
t[key] = 1 -- expect error: table index is nil
