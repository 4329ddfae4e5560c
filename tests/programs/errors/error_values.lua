-- Errors that are not strings.
print(pcall(error, 42)) -- expect: false 42
print(pcall(error, 1.5)) -- expect: false 1.5
print(pcall(error, true)) -- expect: false true
print(pcall(error, nil)) -- expect: false nil
print(pcall(error)) -- expect: false nil
local t = {}
print(select(2, pcall(error, t)) == t) -- expect: true
print(pcall(error, "5", 0), math.type((select(2, pcall(error, 5))))) -- expect: false integer
print(select(2, pcall(error, print)) == print) -- expect: true
print(select("#", pcall(error, nil))) -- expect: 2
