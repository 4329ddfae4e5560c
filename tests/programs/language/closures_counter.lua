-- Each call makes new upvalues; closures made together share them.
local function counter()
  local n = 0
  return function() n = n + 1 return n end, function(v) n = v end
end
local a, set_a = counter()
local b = counter()
print(a(), a(), b(), a()) -- expect: 1 2 1 3
set_a(10)
print(a(), b()) -- expect: 11 2
