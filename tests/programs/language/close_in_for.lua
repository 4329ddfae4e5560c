-- The fourth value of a generic for is closed when the loop ends, in any way.
local function iterate(n, label)
  return function(_, i) if i < n then return i + 1 end end, nil, 0,
    setmetatable({}, { __close = function(_, e) print(label .. " closed", e) end })
end
for i in iterate(2, "normal") do print(i) end
-- expect: 1
-- expect: 2
-- expect: normal closed nil
for i in iterate(9, "break") do if i == 2 then break end end -- expect: break closed nil
local function returns() for i in iterate(9, "return") do return i end end
print(returns())
-- expect: return closed nil
-- expect: 1
print(pcall(function() for i in iterate(9, "error") do error("in the body", 0) end end))
-- expect: error closed in the body
-- expect: false in the body
for i in iterate(9, "goto") do goto out end
::out:: -- expect: goto closed nil
print("end") -- expect: end
