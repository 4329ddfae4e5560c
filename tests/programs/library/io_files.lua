-- Writing and reading a file through io and file methods.
local name = os.tmpname()
local f = assert(io.open(name, "w"))
print(io.type(f), io.type(io.stdout), io.type("x")) -- expect: file file nil
print(f:write("line one\n", 2, " ", 3.5, "\nthird\n\nlast without newline") == f) -- expect: true
print(f:close(), io.type(f)) -- expect: true closed file
for line in io.lines(name) do io.write("<", line, ">") end
print() -- expect: <line one><2 3.5><third><><last without newline>
f = io.open(name)
print(f:read(), f:read("n"), f:read("n"), f:read("l"), f:read("L"))
-- expect: line one 2 3.5  third
-- expect:
print(f:read(0), f:read(1) == "\n", f:read(4), f:read("a"), f:read("a"), f:read("l"), f:read(0))
-- expect:  true last  without newline  nil nil
print(f:seek("set", 5), f:read(3), f:seek("cur"), f:seek("end")) -- expect: 5 one 8 42
f:close()
for a, b in io.lines(name, 1, 3) do io.write("[", a, "|", b or "nil", "]") break end
print() -- expect: [l|ine]
f = io.open(name, "a")
f:write("\nappended")
f:close()
f = io.open(name, "rb")
local count = 0
for _ in f:lines("L") do count = count + 1 end
print(count, f:read("l")) -- expect: 6 nil
f:close()
print(pcall(f.read, f)) -- expect: false attempt to use a closed file
print(tostring(f), pcall(f.lines, f)) -- expect: file (closed) false attempt to use a closed file
print(os.remove(name), io.open(name) == nil) -- expect: true true
