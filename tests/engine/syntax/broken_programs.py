"""Texts that are no Lua programs, one mistake each (and a few that are programs after all)."""

BROKEN = rb"""
x
x =
x = = 1
x = 1 +
x = 1 + * 2
x = (1
x = (1]
x = (1,
x = ()
x = {
x = {1
x = {1 2}
x = {a = }
x = {a b}
x = {[1]}
x = {[1 = 2}
x = {[1] 2}
x = {a.b = 1}
x = {1,,2}
x = {= 1}
x = {;}
x.
x.1
x.y
x.end = 1
x:y
x:y = 1
x:
x:1()
x[
x[1
x[1]
x[]
x[1 = 2
x()
x() = 1
x(1
x(1,
x(1 2)
x(,)
x, y
x, y =
x, = 1
x, 1 = 2
x, f() = 1
f(), x = 1
(x) = 1
(x), y = 1, 2
(x
(1)
(f())
"abc"
"abc":len()
("abc"):len
{}
{}.x = 1
1
1 = x
nil = 1
true
...
... = 1
not x
-x
#x
local
local x =
local x,
local 1
local x y
local x.y = 1
local function
local function 1
local function f
local function f(
local function f(a
local function f(a,
local function f(a,)
local function f(...,)
local function f(..., a)
local function f(1)
local function f(a b)
local function f.g() end
local function f()
local x <
local x <const
local x <const> y
local x <1>
local x <cons> = 1
local x <Const> = 1
local x <close>, y <close> = 1
local x <close>, y <const>, z <close>
local x<const>= = 1
local x <const>, y <foo>
function
function f
function f(
function f()
function f.
function f.1() end
function f:
function f:g.h() end
function f:g:h() end
function f[1]() end
function () end
function f() return ... end
function f() return function(...) return ... end, ... end
function f() return 1 2 end
f = function
f = function f() end
f = function(a
f = function(...) end end
if
if x
if x then
if x then else
if x then elseif
if x then elseif y
if x then else else end
if x then else elseif y then end
if then end
if x do end
if x = 1 then end
if x then until
while
while x
while x do
while do end
while x then end
while x do until
repeat
repeat until
repeat end
repeat x() until
for
for x
for 1
for x =
for x = 1
for x = 1,
for x = 1 do end
for x = 1, 2
for x = 1, 2, do end
for x = 1, 2, 3, 4 do end
for x = 1, 2 do
for x, y = 1, 2 do end
for x.y = 1, 2 do end
for x in
for x in do end
for x in y
for x in y do
for x, in y do end
for x, 1 in y do end
for x on y do end
for (x) in y do end
do
do end end
do until
end
else
elseif
until
then
in
and
return return
return 1,
return 1 2
return; x()
return x = 1
do return 1 x() end
repeat return 1 x() until y
if a then return 1 x() else end
break break x
goto
goto 1
goto end
goto a.b
::
::a
::a:
::1::
::a:: ::
:: a b ::
; ; )
x = 1 ; ; ; ]
x = }
x = @
x = $y
x = a ? b
x = a ! b
x != 1
x += 1
x++
x = `y`
x = \y
x == 1
x ~= 1
x = a == = b
x = a and
x = a or or b
x = not
x = #
x = -
x = ~
x = a ~
x = a <<
x = a >>> b
x = a //
x = a ..
x = ...a
x = a...b
x = 1..2
x = 3x
x = 3_
x = 0x
x = 0xg
x = 0x.p1
x = 1e
x = 1e+
x = 1.2.3
x = 0x1p
x = 0x1p+
x = 08y
x = .5.
x = ..5
x = 5..
x = 1e5e5
x = "
x = "abc
x = 'abc"
x = "abc\
x = "abc\z
x = "a\qb"
x = "a\tb\qb"
x = "\x"
x = "\x1"
x = "\xg1"
x = "\x1g"
x = "\x
x = "\300"
x = "\256x"
x = "\999
x = "a\1b\300"
x = "\u"
x = "\u41"
x = "\u{"
x = "\u{}"
x = "\u{g}"
x = "\u{41"
x = "\u{41g}"
x = "\u{80000000}"
x = "\u{7fffffff0}"
x = "\u{FFFFFFFFFFF}"
x = "\u{
x = "\
x = "\65\066\t" "b"
x = "\65\066\t" 'b'
x = 'q\'uote' y z 'r\'uote'
x = [[a]] [==[b]c]==] d = = 1
f "a" "b" =
f [[ a ]] 1
f {1} {2} 3
x = [[
x = [==[ ]]
x = [=
x = [=x
x = [==x==]
x = [=[ ]=
--[[
--[==[ ]]
x = y --[[ z
x = 1 --[=[ z ]]
f 5
f 'x' .y
f 'x' .
a.b:c'x'.d
a.b:c.d = 1
a:b:c()
a.b.c
a = b c
a = b c = d
a b
a b c
a 'b' c
local a = 1 b
local a = {} {}
local a <const> = 5 6
x = function() end()
x = {}()
x = ""()
x = (function() end)() 5
x = 5()
x = 5.x
x = nil.x
return f()()
return (f)() = 1
end x = 1
a = 1 end
global x = 1 y
x = "multi\nline" "again"
""".strip(b"\n").split(b"\n")  # fmt: skip

BROKEN_OF_SEVERAL_LINES = [
    b"x = {\n1,\n2",
    b"x = {\n1\n2}",
    b"f(\n1\n",
    b"f(\n1\n2)",
    b"x = (\n1\n",
    b"if x then\ny()\n",
    b"if x then\ny()\nelse\nz()\n",
    b"\n\nwhile x\ndo\n",
    b"for i = 1, 2 do\n\n",
    b"for k in pairs(t)\ndo\n until",
    b"repeat\nf()\nend",
    b"repeat\nf()\n",
    b"do\n do\n end\n",
    b"function f()\n\n",
    b"x = function\n()\n\n",
    b"local function f\n()\n\n",
    b"function f\n()\n\n return 1",
    b"function f()\n return 1\n x() end",
    b"x = 'a\nb'",
    b"x = 'a\rb'",
    b"x = 'a\\\nb\nc'",
    b"x = 'a\\z\n\n b\n'",
    b"x = 'a\\\n\\q'",
    b"x = [[a\nb\n",
    b"--[[a\nb\n",
    b"f [[a\nb\n]] 1",
    b"x = [[a\nb\n]] y z",
    b"x = [==[\na\r\nb\n]==] [[c]] y z 1",
    b"'a\\\nb'",
    b"x = 1\r\ny = = 2",
    b"x = 1\n\ry = = 2",
    b"x = 1\r\ry = = 2",
    b"-- c\n--[[\n]] x = = 1",
    b"local x <const\n> y",
    b"local x <foo>\n\n\ny = 1",
    b"local x <close>, y <close>\n, z",
    b"x\n=\n",
    b"x\n\n",
    b"x\n\n\n--c\n\n",
    b"\0",
    b"x = \0",
    b"x \0",
    b"x = 'a\0b' y z",
    b"x = 'a\0b",
    b"'a\0b'",
    b"x = \x01",
    b"x = \x7f",
    b"x = \xc3\xa9",
    b"\xef\xbb\xbfx = 1",
    b"#!lua\nx = 1",
    b"x = '\xc3\xa9' '\xff",
    b" \x1b",
]
