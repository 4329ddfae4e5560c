-- The field's name is in the message.
local t = { a = 1 }
print(t.a + 1) -- expect: 2
print(t.b.c) -- expect error: attempt to index a nil value (field 'b')
