-- The message, without its traceback.
local function endless() return endless() + 1 end
local _, m = pcall(endless)
print((m:gsub("^[^:]*:(%d+): ", "line %1: "):match("^[^\n]*"))) -- expect: line 2: stack overflow
