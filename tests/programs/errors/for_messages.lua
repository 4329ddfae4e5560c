-- What a numeric for takes, and a step that is not zero.
local function message(f)
  local ok, m = pcall(f)
  return ok and "no error" or m:gsub("^.-:%d+: ", ""), nil
end
print((message(function() for i = "1", 2 do end end))) -- expect: no error
print((message(function() for i = 1, "2" do end end))) -- expect: no error
print((message(function() for i = 1, 2, "1" do end end))) -- expect: no error
print((message(function() for i = nil, 2 do end end))) -- expect: bad 'for' initial value (number expected, got nil)
print((message(function() for i = 1, {} do end end))) -- expect: bad 'for' limit (number expected, got table)
print((message(function() for i = 1, 2, nil do end end))) -- expect: bad 'for' step (number expected, got nil)
print((message(function() for i = 1, 2, 0 do end end))) -- expect: 'for' step is zero
print((message(function() for i = 1.0, 2, 0.0 do end end))) -- expect: 'for' step is zero
print((message(function() for i = undefined_global, 2 do end end)))
-- expect: bad 'for' initial value (number expected, got nil)
