"""Syntax errors: PUC Lua's words on its lines, and all of a file."""

import importlib
import re

import pytest
from marked import Workspace, read

from lsp.features.diagnostics import SYNTAX, diagnostics, syntax

ORACLES = {"5.1": "lua51", "5.2": "lua52", "5.3": "lua53", "5.4": "lua54", "5.5": "lua55", "luajit": "luajit21"}

WRONG = (
    "x =",
    "x = = 1",
    "local function end",
    "if x then",
    "for i = 1 do end",
    "f(",
    "return 1 2",
    "x = 'open",
    "x = [[open",
    "x = 3x",
    "local t = { 1, 2\nx = 1",
    "break",
    "local a = 1\n\nfunction f()\n  return ...\nend",
    "x = }",
    "repeat x = 1",
    "while x\ndo\n  y = \nend",
)
FROM_52 = ("goto nowhere", "do goto l end\nlocal x\n::l:: print(x)", "::a::\n::a::")
FROM_54 = ("local x <const> = 1\nx = 2", "local x <foo> = 1", "local x <const> = 1\nfunction x() end")
RIGHT = (
    "",
    "return",
    "local a, b = f()",
    "for i = 1, 2 do local x = i end",
    "a.b['c']:d{1; 2}.e = function(...) return ... end",
)


def oracle_message(key: str, source: str) -> str | None:
    runtime = importlib.import_module(f"lupa.{ORACLES[key]}").LuaRuntime()
    found = runtime.eval("function(s) local f, m = (loadstring or load)(s, '=x') return m end")(source)
    return None if found is None else str(found)


CASES = (
    [(key, source) for key in ORACLES if key != "luajit" for source in WRONG]
    + [(key, source) for key in ("5.2", "5.3", "5.4", "5.5") for source in FROM_52]
    + [(key, source) for key in ("5.4", "5.5") for source in FROM_54]
)


@pytest.mark.parametrize(("key", "source"), CASES)
def test_the_first_error_is_pucs(key: str, source: str) -> None:
    expected = oracle_message(key, source)
    assert expected is not None
    line, message = re.fullmatch(r"x:(\d+): (.*)", expected, re.DOTALL).groups()  # type: ignore[union-attr]
    snapshot = Workspace(source, key).snapshot
    found = syntax(snapshot)
    # A message that names a token is about that token; PUC's compiler blames others on what comes behind.
    assert message in [one.message for one in found]
    lines = {snapshot.lines.line_of(one.start) + 1 for one in found if one.message == message}
    if "near" in message and "<eof>" not in message:
        assert int(line) in lines


@pytest.mark.parametrize("key", ORACLES)
@pytest.mark.parametrize("source", RIGHT)
def test_what_the_oracle_accepts_has_no_error(key: str, source: str) -> None:
    assert oracle_message(key, source) is None
    assert syntax(Workspace(source, key).snapshot) == []


def test_several_errors_of_a_file_with_their_places() -> None:
    workspace = Workspace("local x =\n«local» y = 3 3\nprint(x y)\nlocal z = 'open«»\n")
    found = syntax(workspace.snapshot)
    assert [(workspace.text_of(one.start, one.end), one.message) for one in found] == [
        ("local", "unexpected symbol near 'local'"),
        ("3", "unexpected symbol near '3'"),
        ("y", "')' expected near 'y'"),
        ("'open", "unfinished string near ''open'"),
    ]


def test_every_assignment_to_a_constant_is_reported() -> None:
    source = "local a <const>, b = 1, 2\n«a» = 2\nlocal function f()\n  b, «a» = 1, 2\nend\nfor «a» = 1, 2 do end"
    workspace = Workspace(source)
    found = [one for one in diagnostics(workspace.project, workspace.snapshot) if "const" in one.message]
    assert [(one.start, one.end) for one in found] == workspace.marked.ranges[:2]


def test_all_bad_jumps_are_reported_at_their_labels() -> None:
    workspace = Workspace("goto «a»\nfunction f()\n  goto «b»\nend\ngoto fine\n::fine::\n«break»")
    found = [one for one in diagnostics(workspace.project, workspace.snapshot) if one.code == SYNTAX]
    assert found
    ranges = {(one.start, one.end) for one in found}
    assert ranges <= set(workspace.marked.ranges)


def test_an_error_at_the_end_of_the_text_can_be_seen() -> None:
    for source in ("if x then", "if x then\n\n", "f("):
        workspace = Workspace(source)
        (found,) = syntax(workspace.snapshot)
        assert 0 <= found.start < found.end <= len(workspace.marked.text)


def test_marks_are_read() -> None:
    marked = read("a |>b «c»")
    assert (marked.text, marked.cursors, marked.ranges) == (b"a b c", [2], [(4, 5)])
