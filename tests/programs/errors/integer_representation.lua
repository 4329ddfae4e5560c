-- Floats where integers are wanted.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(message(string.rep, "x", 1.5))
-- expect: bad argument #2 to 'string.rep' (number has no integer representation)
print(message(string.char, 65.5)) -- expect: bad argument #1 to 'string.char' (number has no integer representation)
print(message(string.rep, "x", "1.5"))
-- expect: bad argument #2 to 'string.rep' (number has no integer representation)
print(message(function() return 1.5 | 1 end)) -- expect: number has no integer representation
print(message(function() return 1 << 2.5 end)) -- expect: number has no integer representation
print(message(function() local f = 0.5 return ~f end)) -- expect: number (local 'f') has no integer representation
print(message(table.concat, { 1, 2 }, "", 1.5))
-- expect: bad argument #3 to 'table.concat' (number has no integer representation)
print(message(math.random, 0.5)) -- expect: bad argument #1 to 'math.random' (number has no integer representation)
print(message(function() return 1e100 & 1 end)) -- expect: number has no integer representation
print(string.rep("x", 2.0), ("x"):rep("3")) -- expect: xx xxx
