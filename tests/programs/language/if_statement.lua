-- if, elseif, else.
local function size(n)
  if n < 0 then return "negative"
  elseif n == 0 then return "zero"
  elseif n < 10 then return "small"
  else return "large" end
end
print(size(-1), size(0), size(5), size(50)) -- expect: negative zero small large
if nil then print("no") elseif false then print("no") else print("else") end -- expect: else
if 0 then print("zero is true") end -- expect: zero is true
if "" then print("empty string is true") end -- expect: empty string is true
if not {} then print("no") end
