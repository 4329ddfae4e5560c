-- A text with several errors: the one that comes first in the text is reported, of whatever kind it is.
local function problem(text)
  local _, message = load(text, "=text")
  print(message)
end
problem("local x <const> = 1; x = 2; =") -- expect: text:1: attempt to assign to const variable 'x'
problem("= local x <const> = 1; x = 2;") -- expect: text:1: unexpected symbol near '='
problem("function f() goto out end; =") -- expect: text:1: no visible label 'out' for <goto> at line 1
problem("::again:: ::again:: local x =") -- expect: text:1: label 'again' already defined on line 1
-- What may still follow is not missed.
problem("goto out; =") -- expect: text:1: unexpected symbol near '='
problem("function f() goto out; =") -- expect: text:1: unexpected symbol near '='
local names = string.rep("a, ", 200)
problem("\nfunction f()\nlocal " .. names .. "b, c\n")
-- expect: text:3: too many local variables (limit is 200) in function at line 2 near ','
