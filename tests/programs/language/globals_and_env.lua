-- Globals are fields of _ENV.
answer = 42
print(_G.answer, _ENV.answer, _G == _ENV) -- expect: 42 42 true
_G["odd name"] = 1
print(_ENV["odd name"], undefined) -- expect: 1 nil
do
  local _ENV = { print = print }
  x = 5
  print(x, answer, _ENV.x) -- expect: 5 nil 5
end
print(x) -- expect: nil
local function sandboxed(_ENV) return y end
print(sandboxed { y = "from the argument" }) -- expect: from the argument
local chunk = load("z = 1; return z + (w or 10)", "chunk", "t", { w = 2 })
print(chunk(), z) -- expect: 3 nil
local _ENV <const> = setmetatable({}, { __index = _G, __newindex = function(_, k) print("new global", k) end })
fresh = 1 -- expect: new global fresh
