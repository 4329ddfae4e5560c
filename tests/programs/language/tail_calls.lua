-- A tail call takes no stack, whatever is called and however.
local function count(n, ...) if n == 0 then return select("#", ...), ... end return count(n - 1, ...) end
print(count(200000, "a", nil, "c")) -- expect: 3 a nil c
local object = {}
function object:down(n) if n == 0 then return "method" end return self:down(n - 1) end
print(object:down(100000)) -- expect: method
local callable = setmetatable({}, { __call = function(self, n) if n == 0 then return "callable" end return self(n - 1) end })
print(callable(150)) -- expect: callable
local function into_native(...) return select("#", ...) end
print(into_native(1, 2, 3)) -- expect: 3
local function not_tail(n) if n == 0 then return 0 end return (not_tail(n - 1)) end
print(not_tail(100)) -- expect: 0
