-- os.exit ends the program at once; nothing after it runs.
print("before") -- expect: before
local guard <close> = setmetatable({}, { __close = function() print("not closed by default") end })
os.exit(0)
