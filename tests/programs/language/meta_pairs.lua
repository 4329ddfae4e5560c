-- __pairs gives the three values; ipairs respects __index.
local t = setmetatable({}, { __pairs = function(self) return function(_, k) if not k then return 1, "one" end end, self, nil, "dropped" end })
for k, v in pairs(t) do print(k, v) end -- expect: 1 one
print(select("#", pairs(t))) -- expect: 3
local virtual = setmetatable({}, { __index = function(_, i) if i <= 3 then return i * i end end })
for i, v in ipairs(virtual) do print(i, v) end
-- expect: 1 1
-- expect: 2 4
-- expect: 3 9
