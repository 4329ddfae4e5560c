"""The server never disagrees with the originals: it has errors where they have one, and none where they have none."""

import importlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.syntax.dialects import DIALECTS
from lsp.documents.snapshot import Snapshot
from lsp.features.diagnostics import syntax

ORACLES = {"5.1": "lua51", "5.2": "lua52", "5.3": "lua53", "5.4": "lua54", "5.5": "lua55", "luajit": "luajit21"}

# Statements, and pieces of statements, that together make programs good and bad.
PIECES = (
    *("goto l\n", "::l::\n", "break\n", "do\n", "end\n", "repeat\n", "until x\n", "while x do\n", "goto continue\n"),
    *("if x then\n", "elseif y then\n", "else\n", "function f()\n", "local function g(a, ...)\n", "return 1\n"),
    *("local x <const> = 1\n", "x = 2\n", "local x\n", "local a <close> = nil\n", "return ...\n", "::continue::\n"),
    *("global y\n", "y = 1\n", "global *\n", "global function h()\n", "for i = 1, 2 do i = 3 end\n", "f(1, 2)\n"),
    *("t = { 1, x = 2; [3] = 4 }\n", "a.b['c']:d 'e'\n", "x, y = y, x\n", "x = -1 + 2 * 3 // 4 .. 'z'\n"),
    *("x = 1 & 2 ~ 3\n", "x = 3x\n", "-- comment\n", "--[[ long\ncomment ]]\n", "(f)(x)\n"),
    *("s = '\\x41\\u{7A}\\z  '\n", "s = [==[\nlong\n]==]\n"),
    *("(", ")", "{", "}", "=", ",", "..", "end ", "'", "[[", "x", "local", "function", "then", "\n", ";", ":"),
)

programs = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@pytest.mark.parametrize("key", ORACLES)
@given(source=programs)
def test_syntax_errors_are_where_the_original_has_them(key: str, source: str) -> None:
    runtime = importlib.import_module(f"lupa.{ORACLES[key]}").LuaRuntime(encoding=None)
    load = runtime.eval(b"function(s) local f, m = (loadstring or load)(s, '=x') return m end")
    refused = load(source.encode())
    found = syntax(Snapshot("file:///x.lua", source.encode(), DIALECTS[key]))
    assert (refused is None) == (not found)
    named = None if refused is None else re.match(rb"x:(\d+): (.*)", refused, re.DOTALL)
    if named is None:
        return
    of_jump = re.search(rb"at line (\d+)", named[2])
    expected = {int(named[1])} | ({int(of_jump[1])} if of_jump is not None else set())
    lines = {source.encode().count(b"\n", 0, at) + 1 for one in found for at in (one.start, one.end)}
    assert lines & expected
