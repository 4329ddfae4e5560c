"""Syntax errors against PUC Lua: the same texts are refused, with the same message."""

import re

import lupa.lua54
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.syntax import tokens
from engine.syntax.ast import Assign, Binary, CallStat, ErrorExpr, ErrorStat, Function, If, Index, Local, Name
from engine.syntax.chunkid import chunk_id
from engine.syntax.dialects import LUA_51, LUA_53, LUA_54
from engine.syntax.errors import LuaSyntaxError, Problems, SyntaxProblem
from engine.syntax.lexer import Lexer
from engine.syntax.nesting import MAX_LEVELS
from engine.syntax.parser import parse, parse_tolerant

_LUA = lupa.lua54.LuaRuntime(encoding=None)
_MESSAGE = _LUA.eval(b"function(s, n) local _, m = load(s, n, 't') return m end")

# What PUC Lua finds while it compiles, and the parser leaves to the code generator.
_SEMANTIC = re.compile(
    rb"break outside loop|no visible label|label '.*' already defined|attempt to assign to const|jumps into the scope"
)


def our_message(source: bytes, name: bytes = b"=x") -> bytes | None:
    try:
        parse(source, name, LUA_54)
    except LuaSyntaxError as error:
        return error.message
    return None


def problems_of(source: bytes) -> list[SyntaxProblem]:
    return parse_tolerant(source, b"=x", LUA_54)[1]


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


@pytest.mark.parametrize("source", BROKEN + BROKEN_OF_SEVERAL_LINES)
def test_messages_equal_puc_lua(source: bytes) -> None:
    assert our_message(source) == _MESSAGE(source, b"=x")
    assert our_message(source, source) == _MESSAGE(source, source)


def test_there_are_broken_programs_of_every_kind() -> None:
    messages = [_MESSAGE(source, b"=x") for source in BROKEN + BROKEN_OF_SEVERAL_LINES]
    assert sum(message is not None for message in messages) >= 120


@pytest.mark.parametrize(
    "name",
    [
        b"x", b"=", b"@", b"", b"=stdin", b"@file.lua", b"two\nlines", b"\nempty first", b"cr\ronly", b"zero\0byte",
        *(start + b"0123456789" * 5 + b"x" * more for start in (b"", b"=", b"@") for more in range(14)),
        *(b"x" * length for length in range(40, 50)), *(b"x" * length + b"\ny" for length in range(40, 50)),
    ],
)  # fmt: skip
def test_chunk_names(name: bytes) -> None:
    assert chunk_id(name) + b":1: unexpected symbol near <eof>" == _MESSAGE(b"x =", name)


NESTINGS = [
    (b"x = ", b"(", b"1", b")"),
    (b"", b"do ", b"", b" end"),
    (b"x = ", b"not ", b"1", b""),
    (b"x = ", b"a .. ", b"1", b""),
    (b"x = ", b"{", b"", b"}"),
    (b"x = ", b"a[", b"1", b"]"),
    (b"", b"a,", b"b = 1", b""),
    (b"", b"if a then ", b"", b" end"),
    (b"", b"while a do ", b"", b" end"),
    (b"", b"repeat ", b"", b" until a"),
    (b"", b"f(", b"", b")"),
]


@pytest.mark.parametrize("nesting", NESTINGS)
def test_depth_is_limited_as_in_puc_lua(nesting: tuple[bytes, bytes, bytes, bytes]) -> None:
    before, opening, inside, closing = nesting
    shallow, deep = (before + opening * depth + inside + closing * depth for depth in (MAX_LEVELS - 4, MAX_LEVELS + 4))
    assert our_message(shallow) is None
    assert _MESSAGE(shallow, b"=x") is None
    assert our_message(deep) == b"C stack overflow"
    assert b"C stack overflow" in _MESSAGE(deep, b"=x")
    assert [problem.message for problem in problems_of(deep)] == [b"C stack overflow"]


def test_functions_count_two_levels() -> None:
    def nested(depth: int) -> bytes:
        return b"x = " + b"function() return " * depth + b"1" + b" end" * depth

    assert our_message(nested(97)) is None
    assert our_message(nested(98)) == b"C stack overflow"


def test_length_is_no_depth() -> None:
    for source in (b"x = 1" + b" + 1" * 5000, b"x = a" + b".b" * 5000, b"f" + b"()" * 5000, b"do end " * 5000):
        assert our_message(source) is None
    assert our_message(b"if a then " + b"elseif b then " * 5000 + b"end") is None


# -- mutated programs

SAMPLE = b"""
local a <const>, b <close> = 1, nil
local function f(x, y, ...)
  local t = {x, y = 2, ["z"] = 3; ..., n = select('#', ...)}
  if x == y then return t elseif not (x < -y) then goto done else t.x[1].y = x .. "a\\65" end
  while #t > 0 and x do t[#t] = nil; if t.n then break end end
  for i = 1, 10, 2 do print(i // 2 ~ 3) end
  for k, v in pairs(t) do t:method(k, v){1}"s"[[long
string]] end
  repeat local u = 0x1p4 until u ^ 2 >= 1e3 or f
  ::done::
  return function() return a, b end, (f(x))
end
function f.g.h:m(p) self.p, f.q = p, ~p & 1 | 2 << 3 end
do local s = 'it\\'s' --[[c]] end -- comment
return f
"""


def _pieces(source: bytes) -> list[bytes]:
    """The source cut up so that each piece is one token and the blank space before it."""
    lexer = Lexer(source, LUA_54, Problems(b"=x", True))
    pieces = []
    at = 0
    while (token := lexer.next_token()).kind != tokens.EOF:
        pieces.append(source[at : token.end])
        at = token.end
    return pieces


_SAMPLE_PIECES = _pieces(SAMPLE)
_OTHER_PIECES = [b" " + spelling for spelling in tokens.RESERVED] + [
    b" %c" % byte for byte in range(33, 127) if not chr(byte).isalnum()
] + [b" x", b" 1", b" 'q'", b" ...", b" ..", b" ::", b" ==", b" //", b" \n", b"", b"\x80", b" 3x", b" [=["]  # fmt: skip
_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "insert", "replace", "swap"]),
        st.integers(0, len(_SAMPLE_PIECES) - 1),
        st.one_of(st.sampled_from(_OTHER_PIECES), st.sampled_from(_SAMPLE_PIECES)),
    ),
    min_size=1,
    max_size=2,
)


def mutated(edits: list[tuple[str, int, bytes]]) -> bytes:
    pieces = list(_SAMPLE_PIECES)
    for edit, at, piece in edits:
        at %= len(pieces)
        if edit == "delete":
            del pieces[at]
        elif edit == "insert":
            pieces.insert(at, piece)
        elif edit == "replace":
            pieces[at] = piece
        else:
            pieces[at - 1], pieces[at] = pieces[at], pieces[at - 1]
    return b"".join(pieces)


def agree(source: bytes) -> None:
    expected = _MESSAGE(source, b"=x")
    if expected is None or _SEMANTIC.search(expected) is None:
        assert our_message(source) == expected


def test_the_sample_is_lua() -> None:
    assert our_message(SAMPLE) is None
    assert _MESSAGE(SAMPLE, b"=x") is None


@given(_EDITS)
def test_mutated_programs(edits: list[tuple[str, int, bytes]]) -> None:
    agree(mutated(edits))


def test_every_token_left_out_and_every_token_twice() -> None:
    for at in range(len(_SAMPLE_PIECES)):
        agree(mutated([("delete", at, b"")]))
        agree(mutated([("insert", at, _SAMPLE_PIECES[at])]))
        agree(b"".join(_SAMPLE_PIECES[:at]))


@given(st.lists(st.sampled_from(_OTHER_PIECES), max_size=12))
def test_random_tokens(pieces: list[bytes]) -> None:
    agree(b"".join(pieces))


# -- going on after an error


@given(_EDITS)
def test_the_tolerant_parser_finds_the_same_first_error(edits: list[tuple[str, int, bytes]]) -> None:
    source = mutated(edits)
    problems = problems_of(source)
    strict = our_message(source)
    if strict is None:
        assert problems == []
        return
    assert b"x:%d: %s" % (problems[0].line, problems[0].message) == strict
    for problem in problems:
        assert 0 <= problem.start <= problem.end <= len(source)


@given(st.lists(st.sampled_from(_OTHER_PIECES + _SAMPLE_PIECES), max_size=60))
def test_the_tolerant_parser_reads_anything_to_its_end(pieces: list[bytes]) -> None:
    source = b"".join(pieces)
    chunk, problems = parse_tolerant(source, b"=x", LUA_54)
    assert chunk.end == len(source)
    assert (problems == []) == (our_message(source) is None)


def texts_of_problems(source: bytes) -> list[tuple[bytes, bytes]]:
    return [(problem.message, source[problem.start : problem.end]) for problem in problems_of(source)]


def test_each_mistake_is_reported_once_at_its_place() -> None:
    source = b"""local a = = 1
local t = {
  x = 1
  y = 2,
  z = 3
}
if t.x = 1 then print(t) end
for i = 1 10 do print(i) end
function f(a, 1) return a end
f(1, 2
g()
return f
h()
"""
    assert texts_of_problems(source) == [
        (b"unexpected symbol near '='", b"="),
        (b"'}' expected (to close '{' at line 2) near 'y'", b"y"),
        (b"'then' expected near '='", b"="),
        (b"',' expected near '10'", b"10"),
        (b"<name> or '...' expected near '1'", b"1"),
        (b"')' expected (to close '(' at line 10) near 'g'", b"g"),
        (b"<eof> expected near 'h'", b"h"),
    ]


def test_a_block_that_is_closed_wrongly_does_not_spread() -> None:
    assert texts_of_problems(b"repeat f() end\nx = 1") == [(b"'until' expected near 'end'", b"end")]
    assert texts_of_problems(b"function f()\n if x then\n y()\nend\nz = = 1") == [
        (b"unexpected symbol near '='", b"="),
        (b"'end' expected (to close 'function' at line 1) near <eof>", b""),
    ]
    assert texts_of_problems(b"x = 1 end y = 2 end z = = 3") == [
        (b"<eof> expected near 'end'", b"end"),
        (b"<eof> expected near 'end'", b"end"),
        (b"unexpected symbol near '='", b"="),
    ]


def test_what_is_being_typed_is_in_the_tree() -> None:
    chunk, problems = parse_tolerant(b"local s = a.b.\nlocal x = y +", b"=x", LUA_54)
    assert len(problems) == 2
    first, second = chunk.body.statements
    assert isinstance(first, Local)
    assert isinstance(first.values[0], Index)
    assert isinstance(second, Local)
    assert isinstance(second.values[0], Binary)
    assert isinstance(second.values[0].right, ErrorExpr)

    chunk, _ = parse_tolerant(b"foo.bar\nx = 1 )\ny", b"=x", LUA_54)
    call, assign, skipped, name = chunk.body.statements
    assert isinstance(call, CallStat)
    assert isinstance(call.call, Index)
    assert isinstance(assign, Assign)
    assert isinstance(skipped, ErrorStat)
    assert (skipped.start, skipped.end) == (14, 15)
    assert isinstance(name, CallStat)
    assert isinstance(name.call, Name)


def test_headers_with_errors_keep_their_blocks() -> None:
    chunk, problems = parse_tolerant(b"if x = function() return 1 end then f() end g()", b"=x", LUA_54)
    assert len(problems) == 1
    branch, call = chunk.body.statements
    assert isinstance(branch, If)
    assert len(branch.clauses[0].body.statements) == 1
    assert isinstance(call, CallStat)


def test_semantic_errors_do_not_hide_others() -> None:
    source = b"local a <foo>, b <bar> = function() return ... end, = 1"
    assert texts_of_problems(source) == [
        (b"unknown attribute 'foo'", b"foo"),
        (b"unknown attribute 'bar'", b"bar"),
        (b"cannot use '...' outside a vararg function near '...'", b"..."),
        (b"unexpected symbol near '='", b"="),
    ]


def test_a_strict_error_says_where() -> None:
    with pytest.raises(LuaSyntaxError) as caught:
        parse(b"x = 1\ny = = 2", b"@f.lua", LUA_54)
    assert caught.value.message == b"f.lua:2: unexpected symbol near '='"
    assert (caught.value.line, caught.value.offset) == (2, 10)
    assert str(caught.value) == "f.lua:2: unexpected symbol near '='"


# -- other dialects


def refused(source: bytes) -> str:
    with pytest.raises(LuaSyntaxError) as caught:
        parse(source, b"=x", LUA_51)
    return str(caught.value)


def test_lua_51_has_less_syntax() -> None:
    parse(b"goto = 1; f()\nlocal a = 'x\\q'; break", b"=x", LUA_51)
    assert refused(b";") == "x:1: unexpected symbol near ';'"
    assert refused(b"x = 1;;") == "x:1: unexpected symbol near ';'"
    assert refused(b"while a do break b() end") == "x:1: 'end' expected near 'b'"
    assert refused(b"f\n()") == "x:2: ambiguous syntax (function call x new statement) near '('"
    assert refused(b"x = 7 // 2") == "x:1: unexpected symbol near '/'"
    assert refused(b"x = ~2") == "x:1: unexpected symbol near '~'"
    assert parse_tolerant(b";;x = 1", b"=x", LUA_51)[1] != []


def test_attribs_are_a_feature() -> None:
    with pytest.raises(LuaSyntaxError, match="unexpected symbol near '<'"):
        parse(b"local x <const> = 1", b"=x", LUA_53)
    chunk = parse(b"return function(...) end", b"=x", LUA_53)
    assert not isinstance(chunk.body.statements[0], Function)
