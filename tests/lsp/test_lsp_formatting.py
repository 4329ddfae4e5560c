"""Formatting."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import ROOT, Workspace, edited, uri
from test_lsp_snapshots import PIECES

from lsp.documents import scanner
from lsp.features.formatting import format_document, format_on_type, format_range
from lsp.workspace.project import Project

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"


def formatted(source: str, indent: str = "  ") -> str:
    workspace = Workspace(source)
    return edited(workspace.marked.text, format_document(workspace.snapshot, indent))


CASES = {
    "spaces": ("local   x=1+2*3 ..'a'", "local x = 1 + 2 * 3 .. 'a'\n"),
    "unary": ("x = - 1 + # t - not  y", "x = -1 + #t - not y\n"),
    "two minus signs": ("x = - -1", "x = - -1\n"),
    "calls": ("f ( a ,b ) ( c )\ng 'x' {1}\nh'x'", "f(a, b)(c)\ng 'x' {1}\nh'x'\n"),
    "indices": ("t [ 1 ] . x : y ( )", "t[1].x:y()\n"),
    "a long string in brackets": ("t[ [[x]] ] = 1", "t[ [[x]]] = 1\n"),
    "tables": ("t={1,2;x=3}\nu={ a }\nv={  }", "t = {1, 2; x = 3}\nu = { a }\nv = {}\n"),
    "attributes": ("local x<const>,y < close > =1,2", "local x <const>, y <close> = 1, 2\n"),
    "comparisons": ("x=a<b and c>d", "x = a < b and c > d\n"),
    "labels": ("goto l::l::x()", "goto l ::l:: x()\n"),
    "functions": ("local function f (a,...)return a end", "local function f(a, ...) return a end\n"),
    "blocks": ("do\nx()\nend", "do\n  x()\nend\n"),
    "if": (
        "if a then\nb()\nelseif c then\nd()\nelse\ne()\nend",
        "if a then\n  b()\nelseif c then\n  d()\nelse\n  e()\nend\n",
    ),
    "loops": ("for i=1,2 do\nx()\nend\nrepeat\ny()\nuntil z", "for i = 1, 2 do\n  x()\nend\nrepeat\n  y()\nuntil z\n"),
    "while": ("while a\nand b do\nx()\nend", "while a\n  and b do\n  x()\nend\n"),
    "a callback": ("f(1, function()\nx()\nend)", "f(1, function()\n  x()\nend)\n"),
    "a table of functions": (
        "t = {\nf = function()\nx()\nend,\n}",
        "t = {\n  f = function()\n    x()\n  end,\n}\n",
    ),
    "a long expression": ("local x = a\n+ b\nlocal y =\nc", "local x = a\n  + b\nlocal y =\n  c\n"),
    "a chain": ("x\n:a()\n:b()\ny()", "x\n  :a()\n  :b()\ny()\n"),
    "arguments over lines": ("f(\na,\nb\n)", "f(\n  a,\n  b\n)\n"),
    "comments": ("do --a\n-- b\nx()   -- c\nend--d", "do --a\n  -- b\n  x()   -- c\nend --d\n"),
    "long comments and strings": ("do\n--[[ a\nb ]]\nx = [[\n c]]\nend", "do\n  --[[ a\nb ]]\n  x = [[\n c]]\nend\n"),
    "empty lines": ("\n\nx()\n\n\n\ny()\n\n", "x()\n\ny()\n"),
    "blanks at the end": ("x()  \n\t\ny()\t", "x()\n\ny()\n"),
    "a first line for the shell": ("#!/bin/lua\n\nx  = 1", "#!/bin/lua\n\nx = 1\n"),
    "nothing": ("", ""),
    "a lone comment": ("  -- x", "-- x\n"),
    "semicolons": ("x() ;y()", "x(); y()\n"),
    "varargs": ("f( ... )", "f(...)\n"),
    "a number before dots": ("x = 1 ..y", "x = 1 .. y\n"),
    "named varargs look like operands": ("return ...", "return ...\n"),
    "close is a name too": ("x = a <close_to", "x = a < close_to\n"),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_how_a_text_is_formatted(source: str, expected: str) -> None:
    assert formatted(source) == expected
    assert formatted(expected) == expected


def test_line_breaks_stay_those_of_the_file() -> None:
    assert formatted("do\r\nx()\r\nend\r\n") == "do\r\n  x()\r\nend\r\n"


def test_tabs() -> None:
    assert formatted("do\n  x()\nend\n", "\t") == "do\n\tx()\nend\n"


def test_a_text_with_errors_is_left_alone() -> None:
    workspace = Workspace("x  = = 1")
    assert format_document(workspace.snapshot, "  ") == []
    assert format_range(workspace.snapshot, "  ", 0, 5) == []


def words(text: bytes) -> list[bytes]:
    return [text[one.start : one.end] for one in scanner.scan(text) if one.kind != scanner.NEWLINE]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_formatting_keeps_every_token_and_is_done_once(source: str) -> None:
    project = Project()
    snapshot = project.open_file(uri("main.lua"), source.encode(), 1)
    once = edited(snapshot.text, format_document(snapshot, "  "))
    assert words(once.encode()) == words(source.encode())
    again = project.open_file(uri("main.lua"), once.encode(), 2)
    assert len(again.problems) == len(snapshot.problems)
    assert format_document(again, "  ") == []


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.lua")), ids=lambda path: path.stem)
def test_programs_stay_the_same_programs(path: Path) -> None:
    project = Project()
    project.roots.append(ROOT)
    snapshot = project.open_file(uri("main.lua"), path.read_bytes(), 1)
    once = edited(snapshot.text, format_document(snapshot, "  ")).encode()
    assert words(once) == words(snapshot.text)
    again = project.open_file(uri("main.lua"), once, 2)
    assert again.problems == []
    assert format_document(again, "  ") == []


def test_a_range_changes_its_lines_only() -> None:
    workspace = Workspace("x  =  1\ny  =  2\nz  =  3\n")
    edits = format_range(workspace.snapshot, "  ", 9, 12)
    assert edited(workspace.marked.text, edits) == "x  =  1\ny = 2\nz  =  3\n"


def test_on_type_indents_the_line_being_written() -> None:
    workspace = Workspace("function f()\n  if x then\n    y()\n    end|>")
    edits = format_on_type(workspace.snapshot, "  ", workspace.cursor)
    assert edited(workspace.marked.text, edits) == "function f()\n  if x then\n    y()\n  end"
    workspace = Workspace("do\nx()|>")
    edits = format_on_type(workspace.snapshot, "  ", workspace.cursor)
    assert edited(workspace.marked.text, edits) == "do\n  x()"


@pytest.mark.parametrize(
    ("before", "level"),
    [
        *(("if x then", 1), ("function f()\n  for i = 1, 2 do", 2), ("x = 1", 0), ("if x then\n  y()\nend", 0)),
        *(("x =", 1), ("t = {", 1), ("f(function()", 1), ("if x then\n  y()\nelse", 1)),
        *(("--[[ a\n  comment", None), ("x = [[", None)),
    ],
)
@pytest.mark.parametrize("behind", ["", "\nend\n", "\nlocal z = 1\n"])
def test_on_type_indents_a_new_line(before: str, level: int | None, behind: str) -> None:
    for blanks in ("", "   ", "\t"):
        workspace = Workspace(f"local a\n{before}\n{blanks}|>{behind}")
        edits = format_on_type(workspace.snapshot, "    ", workspace.cursor)
        line = edited(workspace.marked.text, edits).split("\n")[before.count("\n") + 2]
        assert line == (blanks if level is None else "    " * level)
