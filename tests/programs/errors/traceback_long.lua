-- A long traceback keeps its first and last levels.
local function strip(s) return (s:gsub("\t", "")) end
local function down(n)
  if n == 0 then error("bottom", 0) end
  down(n - 1)
  return
end
local _, text = xpcall(down, debug.traceback, 40)
local lines = {}
for line in strip(text):gmatch("[^\n]+") do lines[#lines + 1] = line end
print(#lines, lines[1], lines[2], lines[3])
for _, line in ipairs(lines) do if line:find("skip") then print(line) end end
-- expect: 24 bottom stack traceback: [C]: in function 'error'
-- expect: ...(skipping 23 levels)
