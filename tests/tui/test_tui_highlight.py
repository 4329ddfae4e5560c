"""Source text gets its colours from the engine's lexer, and loses nothing."""

import time
from pathlib import Path

import pytest
from debugging import ROOT

from engine.syntax.dialects import LUA_55
from tui.highlight import highlight
from tui.spans import plain, printable, with_role


def roles(source: str) -> dict[str, str]:
    return {text: role for line in highlight(source.split("\n")) for role, text in line if text.strip()}


def test_the_kinds_of_tokens() -> None:
    found = roles("local n = self.count + f(1.5, \"s\") -- note\nreturn nil, x:go{}")
    assert found["local"] == found["return"] == "keyword"
    assert found["nil"] == "constant"
    assert found["1.5"] == "number"
    assert found['"s"'] == "string"
    assert found["count"] == "field"
    assert found["f"] == found["go"] == "call"
    assert found["self"] == "self"
    assert found[" -- note"] == "comment"
    assert found["n"] == ""


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("global x", "keyword"),
        ("do global function f() end end", "keyword"),
        ("global <const> *", "keyword"),
        ("x = global * 2", ""),
        ("global.y = 1", ""),
    ],
)
def test_global_is_a_keyword_where_it_declares(line: str, role: str) -> None:
    (spans,) = highlight([line], LUA_55)
    assert [found for found, text in spans if text == "global"] == [role]
    assert "keyword" not in [found for found, text in highlight([line])[0] if text == "global"]


def test_long_strings_and_comments_run_over_lines() -> None:
    lines = highlight(["x = [[a", "b]] --[==[ c", "d ]==] y = 1"])
    assert lines[1][0] == ("string", "b]]")
    assert lines[2][0] == ("comment", "d ]==] ")


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").rglob("*.lua")), ids=lambda path: path.stem)
def test_no_character_is_lost(path: Path) -> None:
    text = path.read_text(encoding="utf-8").split("\n")
    assert [plain(line) for line in highlight(text)] == [printable(line) for line in text]


@pytest.mark.parametrize(
    "source", ["", "#!/usr/bin/lua\nprint(1)", "x = = 'unfinished", "\u00e9 = '\u4e2d'\n--[[ open", "#"]
)
def test_odd_sources_keep_their_text(source: str) -> None:
    lines = source.split("\n")
    assert [plain(line) for line in highlight(lines)] == lines


def test_twenty_thousand_lines_are_no_matter() -> None:
    lines = ["local value = compute(1, 'two', three.four) -- comment"] * 20_000
    started = time.process_time()
    assert len(highlight(lines)) == 20_000
    assert time.process_time() - started < 5


def test_control_characters_become_visible() -> None:
    assert printable("a\tb\x1b[31m\x7f") == "a   b\u241b[31m\u2421"


def test_a_part_of_a_line_gets_another_role() -> None:
    line = [("a", "abc"), ("b", "def")]
    assert with_role(line, 2, 4, "m") == [("a", "ab"), ("m", "c"), ("m", "d"), ("b", "ef")]
