-- A value whose __call is pcall: each pcall calls the next, until there are too many C calls.
local results = table.pack(pcall(setmetatable({}, { __call = pcall })))
print(results.n > 150, results[1], results[results.n]) -- expect: true true C stack overflow
