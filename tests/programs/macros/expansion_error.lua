-- lua: macro
-- A macro that refuses its arguments.

@macro positive(number)
  if number.kind ~= "number" then
    error("a numeral expected, got " .. tostring(number), 0)
  end
  return number
end

print(@positive(1))
local x = 2
print(@positive(x)) -- expect error: macro @positive: a numeral expected, got x (in expansion of @positive, defined at expansion_error.lua:4)
