-- The traceback of a very deep stack.
local function down(n)
  if n > 0 then return 1 + down(n - 1) end
  error("at the bottom")
end
local _, message = xpcall(down, debug.traceback, 60000)
print(#message < 2000, message:match("^[^\n]+")) -- expect: true traceback_deep.lua:4: at the bottom
print(message:match("%(skipping %d+ levels%)")) -- expect: (skipping 59983 levels)
