-- Uncaught, with its line.
local first = "one"
for i = first, 3 do -- expect error: bad 'for' initial value (number expected, got string)
  print(i)
end
