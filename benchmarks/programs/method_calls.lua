-- Objects: methods found directly and through two levels of inheritance.
local N = tonumber((...)) or 2000000

local Base = {}
Base.__index = Base
function Base.new(class) return setmetatable({ value = 0, steps = 0 }, class) end
function Base:add(n)
  self.value = self.value + n
  return self
end
function Base:get() return self.value end

local Middle = setmetatable({}, { __index = Base })
Middle.__index = Middle
function Middle:count() self.steps = self.steps + 1 end

local Derived = setmetatable({}, { __index = Middle })
Derived.__index = Derived
function Derived:add(n)
  self:count()
  return Base.add(self, n % 5)
end

local plain, derived = Base.new(Base), Base.new(Derived)
for i = 1, N do
  plain:add(i)
  derived:add(i)
  if derived:get() > 1000000 then derived.value = 0 end
end

print(plain:get(), derived:get(), derived.steps)
