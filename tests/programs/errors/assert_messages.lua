-- assert: its default message, any value, and all its arguments.
local function message(f, ...)
  local m = select(2, pcall(f, ...))
  return type(m) == "string" and m:gsub("^.-:%d+: ", "") or type(m)
end
print((message(function() assert(false) end))) -- expect: assertion failed!
print((message(function() assert(nil, "own message") end))) -- expect: own message
print((message(function() assert(false, { "table" }) end))) -- expect: table
print((message(function() assert(1 == 2, 42) end))) -- expect: number
print((message(function() assert() end))) -- expect: bad argument #1 to 'assert' (value expected)
print(assert(1, 2, 3)) -- expect: 1 2 3
print(assert("value", "unused")) -- expect: value unused
print(pcall(assert, false, nil)) -- expect: false nil
