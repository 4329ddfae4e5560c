-- Any metamethod may yield.
local mt = {}
for _, event in ipairs { "add", "concat", "eq", "lt", "le", "unm", "len", "index", "call", "idiv", "band" } do
  mt["__" .. event] = function(...) return coroutine.yield(event) end
end
mt.__newindex = function(t, k, v) coroutine.yield("newindex " .. tostring(k)) rawset(t, k, v) end
local co = coroutine.wrap(function()
  local a, b = setmetatable({}, mt), setmetatable({}, mt)
  print("add", a + b)
  print("concat", "x" .. a .. "y")
  print("eq", a == b, "lt", a < b, "le", a <= b)
  print("unm", -a, "len", #a, "idiv", a // 1, "band", 1 & a)
  print("index", a.field, "call", a(1))
  a.new = "set"
  print("newindex", rawget(a, "new"))
  if a < b then print("condition true") end
  if not (a == b) then print("negated") end
  return "end"
end)
local value = 0
local request = co()
while request ~= "end" do
  value = value + 1
  io.write("<", request, "> ")
  request = co(value)
  -- expect: <add> add 1
  -- expect: <concat> concat x2
  -- expect: <eq> <lt> <le> eq true lt true le true
  -- expect: <unm> <len> <idiv> <band> unm 6 len 7 idiv 8 band 9
  -- expect: <index> <call> index 10 call 11
  -- expect: <newindex new> newindex set
  -- expect: <lt> condition true
  -- expect: <eq>
end
