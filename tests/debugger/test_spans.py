"""The stretch of source at each node of an origin: of the parts that begin at one place, that which was carried out."""

import pytest

from debugger.origin import OriginNode
from debugger.session import Session
from debugger.spans import Span, Spans
from engine.syntax.dialects import LUA_54


def origin(source: bytes, name: str) -> OriginNode:
    session = Session("demo.lua", source=source)
    session.continue_()
    return session.origin(name)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("x = a + b + c", "a + b + c"),
        ("x = a + b * c", "a + b * c"),
        ("x = -a", "-a"),
        ("x = s .. a .. b", "s .. a .. b"),
        ("x = t[1]", "t[1]"),
        ("x = t[a]", "t[a]"),
        ("x = t.u.v", "t.u.v"),
        ("x = t.id(7)", "return v"),
        ("x = t:get()", "return self.u.v"),
        ("x = f(1)(2)", "return a + b"),
        ("x = math.max(a, b)", "math.max(a, b)"),
        ("x = a", "1"),
        ("x = {a}", "{a}"),
        ("x = function() return a end", "function()"),
        ("x = a\n  + c", "a + c"),
    ],
)
def test_the_expression_that_gave_a_global_its_value(text: str, span: str) -> None:
    program = f"""\
local a, b, c, s = 1, 2, 3, "s"
local t = {{5, u = {{v = 4}}, id = function(v) return v end}}
function t:get() return self.u.v end
local function f(a) return function(b) return a + b end end
{text}
"""
    root = origin(program.encode(), "x")
    assert str(root.span) == "x"
    assert [str(child.span) for child in root.children] == [span]


def test_a_store_is_the_field_that_is_written() -> None:
    root = origin(b"t = {u = {}}\nt.u.v = 1\nt.u.w = 2\n", "t.u.v")
    assert root.span == Span(2, 1, 2, 6, "t.u.v")


def test_the_header_of_a_loop() -> None:
    root = origin(b"for i = 1, 3 do\n  x = i\nend\n", "x")
    assert str(root.children[0].span) == "for i = 1, 3 do"


def test_several_lines_are_one_span() -> None:
    root = origin(b"t = {}\nt.a = math.max(\n  1,\n  2)\n", "t.a")
    span = root.children[0].span
    assert span is not None
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 7, 4, 5)


def test_a_chunk_that_the_program_loads_has_spans() -> None:
    root = origin(b"local f = load('x = 1 + y', '=made')\ny = 1 f()\n", "x")
    assert (root.where.source, str(root.span), str(root.children[0].span)) == ("made", "x", "1 + y")


def test_a_source_without_a_text_has_no_spans() -> None:
    session = Session("demo.lua", source=b"x = 1\n")
    main = session.breakpoints.mains("demo.lua")[0]
    assert Spans(lambda source: b"", LUA_54).of(main, 0) is None
    assert Spans(lambda source: b"x = 1\n", LUA_54).of(main, 0) is not None
