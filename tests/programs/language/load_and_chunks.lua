-- load: strings, pieces, names, environments, arguments.
print(load("return 1 + 1")()) -- expect: 2
print(load("return ...")(1, 2)) -- expect: 1 2
local pieces = { "return ", "10 ", "* 2" }
local i = 0
print(load(function() i = i + 1 return pieces[i] end)()) -- expect: 20
print(load("syntax error here")) -- expect: nil [string "syntax error here"]:1: syntax error near 'error'
print(load("return x", "=name", "t", { x = "env" })()) -- expect: env
print(type(load("error('in chunk')", "@file.lua"))) -- expect: function
print(pcall(load("error('in chunk')", "@file.lua"))) -- expect: false file.lua:1: in chunk
print(pcall(load("error('in chunk')", "=display"))) -- expect: false display:1: in chunk
print(pcall(load("error('in chunk')", "some source\nsecond line")))
-- expect: false [string "some source..."]:1: in chunk
print(load("x =", "=c")) -- expect: nil c:1: unexpected symbol near <eof>
print(pcall(load, function() error("reader failed", 0) end)) -- expect: true nil reader failed
print(load("\27Lua", "b", "t")) -- expect: nil attempt to load a binary chunk (mode is 't')
print(load("return 1", "t", "b")) -- expect: nil attempt to load a text chunk (mode is 'b')
print(pcall(load, function() return {} end)) -- expect: true nil reader function must return a string
local f = load("local a = ...; a = a + 1; return a")
print(f(1), f(10)) -- expect: 2 11
