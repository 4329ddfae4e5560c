-- What load says of broken sources.
local sources = {
  "x = ", "x = }", "local 1", "if x", "if x then", "for i = 1 do end", "for i in", "f(", "return return",
  "x = 'unfinished", "x = \"bad \\q escape\"", "x = [[unfinished", "x = '\\400'", "x = '\\xZZ'", "x = '\\u{110000000}'",
  "goto nowhere", "break", "::a:: ::a::", "local x <const> = 1; x = 2", "1 = 2", "f() = 1", "a.b:c = 1",
  "x = 3x", "x = 0xg", "x = 1..2", "return ...,", "function f(a,) end", "function f(..., a) end", "x = ~", "@", "x = a b",
  "do", "repeat", "while true", "function", "local function", "local x <nope> = 1", "x = function() return ... end",
  "goto done; local x; ::done:: print(x)", "--[[ unfinished", "x = {1, 2", "x.1 = 2", "x = 'new\nline'", "end", "until x",
  "for 1 = 2, 3 do end", "a, b += 1", "return 1 2", "if x then else elseif y then end", "::1::", "x:y", "local a.b = 1",
}
for _, source in ipairs(sources) do print((select(2, load(source, "=s")))) end
-- expect: s:1: unexpected symbol near <eof>
-- expect: s:1: unexpected symbol near '}'
-- expect: s:1: <name> expected near '1'
-- expect: s:1: 'then' expected near <eof>
-- expect: s:1: 'end' expected near <eof>
-- expect: s:1: ',' expected near 'do'
-- expect: s:1: unexpected symbol near <eof>
-- expect: s:1: unexpected symbol near <eof>
-- expect: s:1: unexpected symbol near 'return'
-- expect: s:1: unfinished string near <eof>
-- expect: s:1: invalid escape sequence near '"bad \q'
-- expect: s:1: unfinished long string (starting at line 1) near <eof>
-- expect: s:1: decimal escape too large near ''\400''
-- expect: s:1: hexadecimal digit expected near ''\xZ'
-- expect: s:1: UTF-8 value too large near ''\u{110000000'
-- expect: s:1: no visible label 'nowhere' for <goto> at line 1
-- expect: s:1: break outside loop at line 1
-- expect: s:1: label 'a' already defined on line 1
-- expect: s:1: attempt to assign to const variable 'x'
-- expect: s:1: unexpected symbol near '1'
-- expect: s:1: syntax error near '='
-- expect: s:1: function arguments expected near '='
-- expect: s:1: malformed number near '3x'
-- expect: s:1: malformed number near '0xg'
-- expect: s:1: malformed number near '1..2'
-- expect: s:1: unexpected symbol near <eof>
-- expect: s:1: <name> or '...' expected near ')'
-- expect: s:1: ')' expected near ','
-- expect: s:1: unexpected symbol near <eof>
-- expect: s:1: unexpected symbol near '@'
-- expect: s:1: syntax error near <eof>
-- expect: s:1: 'end' expected near <eof>
-- expect: s:1: 'until' expected near <eof>
-- expect: s:1: 'do' expected near <eof>
-- expect: s:1: <name> expected near <eof>
-- expect: s:1: <name> expected near <eof>
-- expect: s:1: unknown attribute 'nope'
-- expect: s:1: cannot use '...' outside a vararg function near '...'
-- expect: s:1: <goto done> at line 1 jumps into the scope of local 'x'
-- expect: s:1: unfinished long comment (starting at line 1) near <eof>
-- expect: s:1: '}' expected near <eof>
-- expect: s:1: syntax error near '.1'
-- expect: s:1: unfinished string near ''new'
-- expect: s:1: <eof> expected near 'end'
-- expect: s:1: <eof> expected near 'until'
-- expect: s:1: <name> expected near '1'
-- expect: s:1: '=' expected near '+'
-- expect: s:1: <eof> expected near '2'
-- expect: s:1: 'end' expected near 'elseif'
-- expect: s:1: <name> expected near '1'
-- expect: s:1: function arguments expected near <eof>
-- expect: s:1: unexpected symbol near '.'
