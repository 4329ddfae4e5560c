-- Level 2 blames the caller.
local function check(n)
  if type(n) ~= "number" then error("number expected", 2) end
  return n
end
print(check(1)) -- expect: 1
print(check("x")) -- expect error: number expected
