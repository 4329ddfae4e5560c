-- Malformed patterns.
for _, pattern in ipairs { "[a", "%", "(a", "a)", "%b", "%bx", "%f", "[%", "[%a", "%1", "(%1)", "[]", "[^]" } do
  print(pattern, select(2, pcall(string.find, "abc", pattern)))
  -- expect: [a malformed pattern (missing ']')
  -- expect: % malformed pattern (ends with '%')
  -- expect: (a unfinished capture
  -- expect: a) nil
  -- expect: %b malformed pattern (missing arguments to '%b')
  -- expect: %bx malformed pattern (missing arguments to '%b')
  -- expect: %f missing '[' after '%f' in pattern
  -- expect: [% malformed pattern (missing ']')
  -- expect: [%a malformed pattern (missing ']')
  -- expect: %1 invalid capture index %1
  -- expect: (%1) invalid capture index %1
  -- expect: [] malformed pattern (missing ']')
  -- expect: [^] malformed pattern (missing ']')
end
print(pcall(string.rep, "x")) -- expect: false bad argument #2 to 'string.rep' (number expected, got no value)
print(pcall(string.find, "x", ("(x)"):rep(40))) -- expect: true nil
