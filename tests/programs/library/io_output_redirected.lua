-- io.output and io.input set the default files.
local name = os.tmpname()
local stdout = io.output()
print(stdout == io.stdout)
io.output(name)
io.write("to the file\n", 12, "\n")
io.close()
io.output(stdout)
io.input(name)
print(io.read("L") == "to the file\n", io.read("n"), io.read("l"), io.read("l"))
io.input():close()
print(pcall(io.read))
io.input(io.stdin)
print(io.write("") == io.stdout)
io.stdout:write("a", 1, 2.0, "b\n")
print(io.stdout:setvbuf("full"), io.stdout:flush() == io.stdout)
os.remove(name)
-- expect: true
-- expect: true 12  nil
-- expect: false default input file is closed
-- expect: true
-- expect: a12b
-- expect: true false
