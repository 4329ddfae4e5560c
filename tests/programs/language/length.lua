-- The length operator on strings and sequences.
print(#"", #"abc", #"a\0b", #"é") -- expect: 0 3 3 2
print(#{}, #{ 1, 2, 3 }, #{ n = 1 }, #{ 1, 2, nil }) -- expect: 0 3 0 2
local t = { 10, 20, 30 }
t[#t + 1] = 40
print(#t) -- expect: 4
t[#t] = nil
print(#t, t[4]) -- expect: 3 nil
print(#{ table.unpack({ 1, 2, 3 }) }, #{ (table.unpack({ 1, 2, 3 })) }) -- expect: 3 1
