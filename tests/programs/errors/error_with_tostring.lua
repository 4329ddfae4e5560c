-- An error object with __tostring is shown by it.
local e = setmetatable({ code = 7 }, { __tostring = function(self) return "code " .. self.code end })
print(tostring(e)) -- expect: code 7
error(e)
-- expect plain error: code 7
