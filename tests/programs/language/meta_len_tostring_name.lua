-- __len, __tostring and __name.
local t = setmetatable({ 1, 2, 3 }, { __len = function(self) return "any value" end })
print(#t, rawlen(t)) -- expect: any value 3
local s = setmetatable({}, { __tostring = function(self) return "shown" end })
print(s, tostring(s), ("%s|%10s"):format(s, s)) -- expect: shown shown shown|     shown
local named = setmetatable({}, { __name = "My.Type" })
print((tostring(named):gsub("0x%x+", "ADDRESS"))) -- expect: My.Type: ADDRESS
print(pcall(tostring, setmetatable({}, { __tostring = function() return 1 end }))) -- expect: true 1
print(pcall(string.rep, named)) -- expect: false bad argument #1 to 'string.rep' (string expected, got My.Type)
