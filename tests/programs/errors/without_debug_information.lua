-- A function whose lines were stripped: errors of its instructions name line -1, those it raises name none.
local function stripped(text)
  return load(string.dump(load(text, "=text"), true))
end
print(pcall(stripped("return {} + 1"))) -- expect: false ?:-1: attempt to perform arithmetic on a table value
print(pcall(stripped("local t = ...; return t.x.y"), {})) -- expect: false ?:-1: attempt to index a nil value (field 'x')
print(pcall(stripped("error('raised')"))) -- expect: false raised
print(pcall(stripped("string.rep()"))) -- expect: false bad argument #1 to 'rep' (string expected, got no value)
