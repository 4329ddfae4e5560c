-- Integer division and remainder by zero.
local function message(f, ...) return (select(2, pcall(f, ...)):gsub("^.-:%d+: ", "")) end
print(message(function() return 1 // 0 end)) -- expect: attempt to divide by zero
print(message(function() return 1 % 0 end)) -- expect: attempt to perform 'n%0'
print(message(function(a, b) return a // b end, 5, 0)) -- expect: attempt to divide by zero
print(1 // 0.0, pcall(function() return (1 % 0.0) ~= (1 % 0.0) end)) -- expect: inf true true
print(message(function(n) return 10 % n end, 0)) -- expect: attempt to perform 'n%0'
