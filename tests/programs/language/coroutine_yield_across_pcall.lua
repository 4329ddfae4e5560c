-- pcall and xpcall do not stand in the way of yield.
local co = coroutine.wrap(function()
  print(pcall(function()
    local x = coroutine.yield("in pcall")
    print("got", x)
    error("after the yield", 0)
  end))
  print(xpcall(function()
    return coroutine.yield("in xpcall"), "and a result"
  end, debug.traceback))
  print(pcall(pcall, coroutine.yield, "nested"))
  print(select("#", pcall(coroutine.yield)))
  return "end"
end)
print(co()) -- expect: in pcall
print(co("sent"))
-- expect: got sent
-- expect: false after the yield
-- expect: in xpcall
print(co("more"))
-- expect: true more and a result
-- expect: nested
print(co("deep", 1, 2))
-- expect: true true deep 1 2
-- expect:
print(co(nil, nil, nil))
-- expect: 4
-- expect: end
