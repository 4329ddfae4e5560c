-- Method calls: the object is evaluated once; strings have methods.
local log = {}
local object = { name = "o" }
function object:who(...) return self.name, ... end
local function get() log[#log + 1] = "evaluated" return object end
print(get():who(1, 2)) -- expect: o 1 2
print(#log) -- expect: 1
print(("x"):rep(3), ("%d"):format(7), #("abc"):upper()) -- expect: xxx 7 3
local s = "hello"
print(s:sub(2, 3), s:len(), s:byte()) -- expect: el 5 104
print(object.who({ name = "other" })) -- expect: other
print(object["who"](object)) -- expect: o
print(object:who { 1 } == "o", (object:who "text")) -- expect: true o
