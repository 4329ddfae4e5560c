-- Where goto may not go.
for _, source in ipairs {
  "goto missing", "do ::inner:: end goto inner", "goto over; local x; ::over:: x = 1", "::twice:: do ::twice:: end",
  "::twice:: ::twice::", "break", "function f() goto outside end ::outside::", "repeat goto cont; local z; ::cont:: until z",
} do
  local f, m = load(source, "=s")
  print(f and "fine" or m)
  -- expect: s:1: no visible label 'missing' for <goto> at line 1
  -- expect: s:1: no visible label 'inner' for <goto> at line 1
  -- expect: s:1: <goto over> at line 1 jumps into the scope of local 'x'
  -- expect: s:1: label 'twice' already defined on line 1
  -- expect: s:1: label 'twice' already defined on line 1
  -- expect: s:1: break outside loop at line 1
  -- expect: s:1: no visible label 'outside' for <goto> at line 1
  -- expect: s:1: <goto cont> at line 1 jumps into the scope of local 'z'
end
