-- Classes from metatables, with overriding and calls of the parent's method.
local Animal = {}
Animal.__index = Animal
function Animal.new(name, sound) return setmetatable({ name = name, sound = sound }, Animal) end
function Animal:speak() return self.name .. " says " .. self.sound end
local Dog = setmetatable({}, { __index = Animal })
Dog.__index = Dog
function Dog.new(name) return setmetatable(Animal.new(name, "woof"), Dog) end
function Dog:speak() return Animal.speak(self) .. ", loudly" end
function Dog:fetch() return self.name .. " fetches" end
local cat, dog = Animal.new("Tom", "meow"), Dog.new("Rex")
print(cat:speak()) -- expect: Tom says meow
print(dog:speak()) -- expect: Rex says woof, loudly
print(dog:fetch(), cat.fetch) -- expect: Rex fetches nil
print(getmetatable(dog) == Dog, rawget(dog, "speak")) -- expect: true nil
