-- More values than the stack takes.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(message(function() return table.unpack({}, 1, 1e7) end)) -- expect: too many results to unpack
print(message(function() return string.byte(("x"):rep(1e7), 1, -1) end))
-- expect: stack overflow (string slice too long)
print(message(function() return ("x"):rep(1e10, ("y"):rep(1e10)) end) ~= nil) -- expect: true
