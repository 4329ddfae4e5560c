"""Syntax errors against PUC Lua: the same texts are refused, with the same message."""

import re

import lupa.lua54
import pytest
from broken_programs import BROKEN, BROKEN_OF_SEVERAL_LINES
from hypothesis import given
from hypothesis import strategies as st

from engine.syntax import tokens
from engine.syntax.ast import Assign, Binary, CallStat, ErrorExpr, ErrorStat, Function, If, Index, Local, Name
from engine.syntax.chunkid import chunk_id
from engine.syntax.dialects import LUA_51, LUA_53, LUA_54
from engine.syntax.errors import LuaSyntaxError, Problems, SyntaxProblem
from engine.syntax.lexer import Lexer
from engine.syntax.parser import parse, parse_tolerant

MAX_LEVELS = LUA_54.wording.levels

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
    parse(b"goto = 1; f()\nlocal a = 'x\\q'; repeat break until a", b"=x", LUA_51)
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
