-- Escapes in short strings.
print(#"\a\b\f\n\r\t\v\\\"\'", "tab:\tx", "quote:\"") -- expect: 10 tab: x quote:"
print("\65\066\x43\u{44}", "\u{48}\u{20AC}") -- expect: ABCD H€
print(#"\0", #"\000\0", "\1234" == "{4") -- expect: 1 2 true
local two_lines = "a\
b"
print(two_lines)
-- expect: a
-- expect: b
local joined = "one \z
       two \z  three"
print(joined) -- expect: one two three
print(#"\u{7FFFFFFF}", #"\u{10FFFF}", "\u{0}" == "\0") -- expect: 6 4 true
print('single "double" inside', "double 'single' inside") -- expect: single "double" inside double 'single' inside
print("\x41\x42", "\97\098") -- expect: AB ab
