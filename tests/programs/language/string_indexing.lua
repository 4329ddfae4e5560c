-- Strings are indexed through their metatable.
local s = "hello"
print(s.len == string.len, s:len() == #s, s.missing, s[1]) -- expect: true true nil nil
string.shout = function(self) return self:upper() .. '!' end
print(s:shout(), ('x'):shout()) -- expect: HELLO! X!
print(pcall(function() s.x = 1 end))
-- expect: false string_indexing.lua:6: attempt to index a string value (upvalue 's')
print(#s:rep(3), (s):rep(2), ('a'):byte()) -- expect: 15 hellohello 97
