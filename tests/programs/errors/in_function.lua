-- The line is where the error happened, not where the function was called.
local function divide(a, b)
  if b == 0 then
    error("division by zero") -- expect error: division by zero
  end
  return a / b
end
print(divide(6, 3)) -- expect: 2.0
print(divide(1, 0))
