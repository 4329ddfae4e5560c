-- More constants than fit one byte of an instruction.
local parts = {}
for i = 1, 400 do parts[#parts + 1] = ("t.k%d = '%d' .. %d.5"):format(i, i, i) end
local t = load("local t = {} " .. table.concat(parts, "\n") .. " return t")()
print(t.k1, t.k255, t.k256, t.k257, t.k400) -- expect: 11.5 255255.5 256256.5 257257.5 400400.5
local sum = load("local s = 0 " .. (function()
  local lines = {}
  for i = 1, 300 do lines[i] = "s = s + " .. (100000 + i) end
  return table.concat(lines, " ")
end)() .. " return s")()
print(sum) -- expect: 30045150
