-- What io says of wrong arguments and missing files.
print(io.open("no/such/file")) -- expect: nil no/such/file: No such file or directory 2
print(pcall(io.open, "x", "rz")) -- expect: false bad argument #2 to 'io.open' (invalid mode)
print(pcall(io.lines, "no/such/file")) -- expect: false cannot open file 'no/such/file' (No such file or directory)
print(pcall(io.read, "x")) -- expect: false bad argument #1 to 'io.read' (invalid format)
local name = os.tmpname()
local f = io.open(name, "w")
print(f:read("l")) -- expect: nil Bad file descriptor 9
print(f:seek("set", -1)) -- expect: nil Invalid argument 22
print(pcall(f.seek, f, "middle")) -- expect: false bad argument #2 to '?' (invalid option 'middle')
print(pcall(f.write, f, {})) -- expect: false bad argument #2 to '?' (string expected, got table)
f:close()
print(pcall(f.write, f, "x")) -- expect: false attempt to use a closed file
print(pcall(io.close, f)) -- expect: false attempt to use a closed file
print(pcall(f.close, {})) -- expect: false bad argument #1 to '?' (FILE* expected, got table)
do
  local g <close> = io.open(name)
  f = g
end
print(io.type(f)) -- expect: closed file
os.remove(name)
