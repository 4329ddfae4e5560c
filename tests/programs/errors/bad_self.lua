-- A method called with the wrong self.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
local t = { write = io.stdout.write, upper = string.upper, close = io.stdout.close }
print(message(function() t:write("x") end)) -- expect: calling 'write' on bad self (FILE* expected, got table)
print(message(function() t:upper() end)) -- expect: calling 'upper' on bad self (string expected, got table)
print(message(function() t:close() end)) -- expect: calling 'close' on bad self (FILE* expected, got table)
print(message(function() io.stdout.write("x", "y") end))
-- expect: bad argument #1 to 'write' (FILE* expected, got string)
print(message(function() io.stdout.write() end))
-- expect: bad argument #1 to 'write' (FILE* expected, got no value)
print(message(function() io.stdout.seek(io.stdout, 1, 2, 3) end))
-- expect: bad argument #2 to 'seek' (invalid option '1')
