-- lua: 5.5
-- Errors about names and jumps: where they are found and which line they blame.
local function refused(text)
  print(select(2, load(text, "=text")))
end
refused("do\nbreak\n\nend") -- expect: text:2: break outside loop near 'break'
refused("local x\ngoto l\nlocal y\n::l::\nx = 1\n\n") -- expect: text:5: <goto l> at line 2 jumps into the scope of 'y'
refused("goto l\nlocal y\n::l:: x = 1 goto m") -- expect: text:3: <goto l> at line 1 jumps into the scope of 'y'
refused("goto nowhere\n\n\n") -- expect: text:1: no visible label 'nowhere' for <goto> at line 1
refused("local x <const> = 1\nx\n=\n2") -- expect: text:2: attempt to assign to const variable 'x'
refused("local x <const> = 1\nfunction x()\n\nend") -- expect: text:2: attempt to assign to const variable 'x'

-- An error without a value has a message.
print(pcall(error)) -- expect: false <no error object>
print(pcall(error, nil, 1)) -- expect: false <no error object>
print(xpcall(error, function(value) return value end)) -- expect: false <no error object>
print(xpcall(error, function(value) return tostring(value) end)) -- expect: false nil
print(coroutine.resume(coroutine.create(error))) -- expect: false <no error object>
