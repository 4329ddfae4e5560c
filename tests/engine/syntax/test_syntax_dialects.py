"""Syntax of every dialect against its original: the same texts are refused, with the same message.

The parser and the resolver together, as `load` has them.
"""

import re
import struct
from functools import cache
from importlib import import_module
from typing import Any

import pytest
from broken_programs import BROKEN, BROKEN_OF_SEVERAL_LINES

from engine.compiler.load import compile_source
from engine.syntax.ast import Number, Return
from engine.syntax.chunkid import chunk_id
from engine.syntax.dialects import DIALECTS
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.parser import parse, parse_tolerant

ORIGINALS = {"5.1": "lua51", "5.2": "lua52", "5.3": "lua53", "5.4": "lua54", "5.5": "lua55", "luajit": "luajit21"}
every_dialect = pytest.mark.parametrize("key", ORIGINALS)


@cache
def original(key: str) -> Any:
    return import_module(f"lupa.{ORIGINALS[key]}").LuaRuntime(encoding=None)


@cache
def loader(key: str) -> Any:
    return original(key).eval(b"function(s, n) local _, m = (loadstring or load)(s, n) return m end")


def lua_message(key: str, source: bytes, name: bytes = b"=x") -> bytes | None:
    message: bytes | None = loader(key)(source, name)
    return message


def our_message(key: str, source: bytes, name: bytes = b"=x") -> bytes | None:
    try:
        compile_source(source, name, DIALECTS[key])
    except LuaSyntaxError as error:
        return error.message
    return None


def differences(key: str, sources: list[bytes]) -> list[tuple[bytes, bytes | None, bytes | None]]:
    """What is not as in the original: the text, its message, ours."""
    found = []
    for source in sources:
        expected, message = lua_message(key, source), our_message(key, source)
        if message != expected:
            found.append((source, expected, message))
    return found


@every_dialect
def test_broken_programs(key: str) -> None:
    assert differences(key, BROKEN + BROKEN_OF_SEVERAL_LINES) == []


PROGRAMS = [
    # statements
    b";", b"x = 1;;", b"; x = 1", b"return;", b"return;;", b"f();;g()", b"do ; end", b"::a:: ;", b"if x then ; end",
    b"x", b"x y", b"x.y", b"x.y z", b"f() = 1", b"f(), x = 1", b"x, f() = 1", b"(x) = 1", b"(f())", b"(f()).x = 1",
    b"f\n()", b"f()\n()", b"f{}\n()", b"a.b\n(c)", b"a:b\n()", b"f\n{}", b"t = {f\n(1)}", b"t = {f\n\n.x(1)}",
    b"x = f -- c\n(g)",
    # break
    b"break", b"break x", b"while 1 do break f() end", b"while 1 do break; f() end", b"repeat break until x",
    b"while 1 do break;; end", b"while 1 do local f = function() break end end", b"if x then break end\n\ny = 1",
    b"function f() break end x = = 1", b"break\n'unfinished", b"for i = 1, 2 do end break",
    b"while f(function() break end) do end",
    # goto
    b"goto = 1", b"goto x", b"goto goto", b"goto()", b"x.goto = 1", b"local goto; goto = 2", b"::goto::",
    b"goto\nx\n\n",
    b"goto\nx ::x::", b"t = {goto = 1, goto}", b"function goto(goto) end", b"for goto = 1, 2 do end", b"goto 'x'",
    b"goto.x = 1",
    b"::a:: ::a::", b"::a:: do ::a:: end", b"do ::a:: end ::a::", b"::a:: function f() ::a:: end",
    b"::a\n::\n::a\n::\n\nx = 1",
    b"do goto a end ::a::", b"::a:: do goto a ::a:: end", b"do goto a end local x ::a:: f()",
    b"do goto a end local x ::a::",
    b"do goto a end local x ::a:: ;", b"do goto a end local x ::a:: ;\n\n f()", b"do goto a end local x ::a:: ; ::b::",
    b"repeat if x then goto c end local z ::c:: until z", b"while 1 do goto c local z ::c:: end",
    b"goto a do ::a:: end",
    b"do goto a end do local a ::a:: goto a end goto b", b"goto a; goto b ::c:: goto d\n::e::",
    b"goto a function f() ::a:: end",
    b"while 1 do if x then goto c end local y ::c::\n;\nf() end", b"goto x local a ::x:: )", b"goto x local a ::x",
    b"goto x local a ::x:: ::",
    b"do goto x local a ::x:: 'unfinished", b"::a:: ; ::a::\n;\n", b"::a:: ::b:: ::a::",
    # strings
    b"x = 'a\\q'", b"x = 'a\\300b'", b"x = 'a\\3000b'", b"x = 'ab\\x4'", b"x = 'ab\\xg'", b"x = '\\x41\\z  \n b' y",
    b"x = 'a\\u{110000}'",
    b"x = 'a\\u{7fffffff}'", b"x = 'a\\u{80000000}'", b"x = 'a\\u{d800}'", b"x = 'a\\u{41'", b"x = 'a\\u41'",
    b"x = 'a\\", b"x = 'a\\300",
    b"x = 'a\nb'", b"x = 'abc", b"x = [[ [[ ]]", b"x = [[ [=[ ]]", b"x = [[\n[\n[[ ]]", b"x = [=[ [=[ ]=]",
    b"--[[ [[ ]]", b"x = [[[a]]",
    b"x = [[a\nb", b"--[==[a\nb", b"x = 'a\0b' y", b"x = 'it''s' y",
    # numerals
    b"x = 3x", b"x = 3_", b"x = 1..2", b"x = 0x1p4", b"x = 0x1p+4", b"x = 0x.8", b"x = 0x1.8", b"x = 0xep1",
    b"x = 1e5e5", b"x = 1eE+e",
    b"x = 0x", b"x = 0xg", b"x = 0b101", b"x = 0b102", b"x = 0b", b"x = 5..", b"x = .5.", b"x = 3or 4", b"x = 0xA.p",
    b"x = 1e",
    # characters
    b"\x01", b"x = \x7f", b"\xc3\xa9 = 1", b"x = \xff y", b"x = \x80", b"#!lua\nx y", b"\xef\xbb\xbfx y",
    b"\xef\xbb\xbf#x", b"#", b" #x",
    b"x = ~1", b"x = 1 // 2", b"x = 1 << 2", b"x = a & b", b"x = a ~= b", b"::", b"x = a::b",
    # limits
    b"local a " * 201, b"local " + b",".join([b"a"] * 201) + b" = 1\n\n",
    b"function f(" + b",".join([b"a"] * 201) + b") end",
    b"\nfunction f(" + b",".join([b"a"] * 200) + b", ...) end", b"for a" + b",a" * 196 + b" in x do end",
    b"for a" + b",a" * 197 + b" in x do end",
    b"for i = 1, 2 do " + b"local a " * 197 + b"end",
    b"local function f()\nlocal a, b = b; x = = 1 end" + b"\nlocal b " * 201,
]  # fmt: skip


@every_dialect
def test_programs_that_dialects_read_differently(key: str) -> None:
    assert differences(key, PROGRAMS) == []


@every_dialect
@pytest.mark.parametrize("count", [60, 61, 255, 256])
def test_too_many_upvalues(key: str, count: int) -> None:
    outer = b"".join(b"local a%d\n" % at for at in range(min(count, 150)))
    inner = b"".join(b"local a%d\n" % at for at in range(150, count))
    uses = b"".join(b"a%d()\n" % at for at in range(count))
    source = outer + b"function f()\n" + inner + b"return function()\n" + uses + b"end end"
    assert our_message(key, source) == lua_message(key, source)


NESTINGS = [
    (b"x = ", b"(", b"1", b")"),
    (b"", b"do ", b"", b" end"),
    (b"", b"a,", b"b = 1", b""),
    (b"x = ", b"{", b"", b"}"),
]


@every_dialect
@pytest.mark.parametrize("nesting", NESTINGS)
def test_depth_is_limited(key: str, nesting: tuple[bytes, bytes, bytes, bytes]) -> None:
    # The numbers differ a little: what has called `load` counts too, and is not the same here.
    before, opening, inside, closing = nesting
    shallow, deep = (before + opening * depth + inside + closing * depth for depth in (190, 210))
    assert our_message(key, shallow) is None
    assert lua_message(key, shallow) is None
    message, expected = our_message(key, deep), lua_message(key, deep)
    assert message is not None
    assert expected is not None
    assert re.sub(rb"\d\d+", b"", message) == re.sub(rb"\d\d+|\nstack traceback(?s:.*)", b"", expected)


@every_dialect
@pytest.mark.parametrize("start", [b"", b"=", b"@"])
def test_chunk_names(key: str, start: bytes) -> None:
    raised = original(key).eval(b"function(n) local _, m = pcall((loadstring or load)('error(\"\")', n)) return m end")
    names = [start + tail for tail in (b"", b"two\nlines", b"cr\rx", b"tab\tx", b"zero\0x", b"\x80\xff")]
    names += [start + b"x" * length for length in range(30, 90)]
    names += [start + b"x" * length + b"\ny" for length in range(30, 60)]
    for name in names:
        assert our_message(key, b"x =", name) == lua_message(key, b"x =", name)
        assert chunk_id(name, DIALECTS[key].chunk_ids) + b":1: " == raised(name)


NUMERALS = [
    b"7", b"0x10", b"1e2", b".5", b"5.", b"0x.8", b"0xA.8p1", b"9007199254740993", b"0xffffffffffffffff", b"0x1p-1074",
    b"18446744073709551616", b"0x10000000000000000", b"1e309", b"0b101", b"9" * 400, b"0x" + b"f" * 300, b"08",
    b"1e-400",
]  # fmt: skip


@every_dialect
def test_numerals(key: str) -> None:
    for numeral in NUMERALS:
        source = b"return " + numeral
        if lua_message(key, source) is not None:
            continue
        expected = original(key).execute(source)
        (statement,) = parse(source, b"=x", DIALECTS[key]).body.statements
        assert isinstance(statement, Return)
        assert isinstance(statement.values[0], Number)
        value = statement.values[0].value
        if DIALECTS[key].integers:
            assert (type(value), value) == (type(expected), expected)
        else:
            assert isinstance(value, float)
            assert struct.pack("d", value) == struct.pack("d", expected)


# -- mutated programs

SAMPLE = rb"""
local a, b = 1
function f.g:m(x, ...)
  local t = {x, y = 2, ["z"] = ...; "s"}
  if x == y then return t elseif not (x < -y) then t.x[1] = x .. 'a\65' end
  while #t do break end
  for i = 1, 10 do print(i % 3)(i){}"s" end
  for k, v in pairs(t) do local c; t:method(k) end
  repeat local u = 5 until u ^ 2 or
   f(function(...) b.c, a = ... end)
end --[[c]]
return f
"""
JUMPS = rb"""
for i = 1, 2 do if i then goto continue end local z = i; if z then break end ::continue:: end
while a do do goto out end local q; if q then break end end
::out::
repeat do goto d end local z; ::e:: if z then goto e end until z
::d:: goto out
"""
_TOKEN = re.compile(
    rb"\s*(?:--\[\[.*?\]\]|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|\w+|\.\.\.|\.\.|::|==|[^\w\s])|\s+", re.DOTALL
)


def mutations(sample: bytes) -> list[bytes]:
    """The sample with each token left out, written twice, and put before its neighbour; and all its beginnings."""
    pieces = _TOKEN.findall(sample)
    assert b"".join(pieces) == sample
    found = []
    for at in range(len(pieces)):
        before, piece, after = pieces[:at], pieces[at], pieces[at + 1 :]
        doubled = [*before, piece, piece, *after]
        swapped = [*before, *after[:1], piece, *after[1:]]
        found.extend(b"".join(changed) for changed in (before, before + after, doubled, swapped))
    return found


@every_dialect
@pytest.mark.parametrize("sample", [SAMPLE, JUMPS], ids=["sample", "jumps"])
def test_mutated_programs(key: str, sample: bytes) -> None:
    if key == "5.1" and sample is JUMPS:
        pytest.skip("has no goto")
    assert lua_message(key, sample) is None
    assert differences(key, mutations(sample)) == []


@every_dialect
def test_the_tolerant_parser_finds_the_same_first_error(key: str) -> None:
    for source in [*BROKEN, *PROGRAMS, *mutations(SAMPLE)[::5]]:
        chunk, problems = parse_tolerant(source, b"=x", DIALECTS[key])
        assert chunk.end == len(source)
        message = None
        try:
            parse(source, b"=x", DIALECTS[key])
        except LuaSyntaxError as error:
            message = error.message
        first = b"x:%d: %s" % (problems[0].line, problems[0].message) if problems else None
        assert first == message
        for problem in problems:
            assert 0 <= problem.start <= problem.end <= len(source)
