"""The server never disagrees with the originals: it has errors where they have one, and none where they have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.differential import ORIGINALS
from tests.lsp.agreement import disagreement, program

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


@pytest.mark.parametrize("key", ORIGINALS)
@given(source=programs)
def test_syntax_errors_are_where_the_original_has_them(key: str, source: str) -> None:
    assert disagreement(key, source) == ""


@pytest.mark.parametrize("key", ORIGINALS)
def test_of_generated_programs_too(key: str) -> None:
    found = {seed: disagreement(key, program(key, seed)) for seed in range(40)}
    assert not any(found.values())


@pytest.mark.parametrize("key", [key for key in ORIGINALS if key != "5.1"])
@pytest.mark.parametrize("head", ["do", "while a do", "function f()", "repeat", "for i = 1, 2 do"])
@pytest.mark.parametrize("tail", ["", ";", " -- a comment"])
def test_a_jump_into_a_scope_is_seen_although_the_end_of_its_block_is_missing(key: str, head: str, tail: str) -> None:
    """What follows at the left margin is the block's too, so that the label is not its last statement."""
    start = f"local x\n{head}\n  if a then goto l end\n  local v = 1\n  ::l::{tail}\n"
    assert disagreement(key, start + "show(1)\n\nlocal function g()\n  return 1\nend\n") == ""
    assert disagreement(key, start) == ""


@pytest.mark.parametrize("key", [key for key in ORIGINALS if key != "5.1"])
def test_a_semicolon_behind_a_label_is_a_statement_where_the_original_says_so(key: str) -> None:
    source = "do\n  if a then goto l end\n  local v = 1\n  ::l::{}\nend\n"
    assert [disagreement(key, source.replace("{}", behind)) for behind in ("", ";", ";;", " ::m::")] == [""] * 4
