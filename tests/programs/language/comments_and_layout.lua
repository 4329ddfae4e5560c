-- Statements need no separator; ; is an empty statement.
local a = 1 local b = 2 print(a, b);;; print("x");
-- expect: 1 2
-- expect: x
local c --[[inline]] = --[==[ both ]==] 3
print(c) -- trailing
-- expect: 3
do ; end
local f = function(...) return ... end
print(f -- expect: 1
(1))
local t = { 1, 2; 3, }
print(#t) -- expect: 3
print "call with a string" print [[long]]
-- expect: call with a string
-- expect: long
print(type {}, #{ f { 1 } }) -- expect: table 1
