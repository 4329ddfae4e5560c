"""Parsing again after an edit reads little and finds what a whole parse finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_lsp_snapshots import PIECES, SCRAPS

from engine.syntax.dialects import LUA_51, LUA_54, LUA_55, Dialect
from lsp.documents.parsing import Parsed, parse_again, parse_all

LINES = [f"local function f{number}(a)\n  return a + {number}\nend\n" for number in range(40)]
TEXT = "".join(LINES).encode()


def shown(parsed: Parsed) -> list[object]:
    problems = [(one.message, one.start, one.end) for one in parsed.problems]
    units = [
        (start, unit.text, type(unit.statement), unit.statement and unit.statement.end - unit.origin)
        for start, unit in zip(parsed.starts, parsed.units, strict=True)
    ]
    return [problems, units]


def test_an_edit_in_the_middle_is_parsed_alone() -> None:
    old = parse_all(TEXT, LUA_54, [])
    at = TEXT.index(b"a + 20")
    new = TEXT[:at] + b"x" + TEXT[at:]
    again = parse_again(new, LUA_54, TEXT, old)
    assert again is not None
    assert sum(one is other for one, other in zip(again.units, old.units, strict=True)) >= 39
    assert shown(again) == shown(parse_all(new, LUA_54, []))


def test_an_error_does_not_hide_the_statements_behind_it() -> None:
    old = parse_all(TEXT, LUA_54, [])
    at = TEXT.index(b"local function f20")
    new = TEXT[:at] + b"x = \n" + TEXT[at:]
    again = parse_again(new, LUA_54, TEXT, old)
    assert again is not None
    assert len(again.problems) == 1
    assert shown(again) == shown(parse_all(new, LUA_54, []))
    back = parse_again(TEXT, LUA_54, new, again)
    assert back is not None
    assert shown(back) == shown(old)


def test_messages_name_the_right_lines() -> None:
    broken = TEXT.replace(b"return a + 20\nend", b"return (a\n+ 20 b\nend")
    old = parse_all(broken, LUA_54, [])
    (problem,) = old.problems
    assert b"at line 62" in problem.message
    moved = b"\n" + broken
    again = parse_again(moved, LUA_54, broken, old) or parse_all(moved, LUA_54, old.units)
    assert b"at line 63" in again.problems[0].message


pieces = st.lists(st.sampled_from(PIECES), min_size=4, max_size=14).map("".join)


@pytest.mark.parametrize("dialect", [LUA_51, LUA_54, LUA_55], ids=lambda dialect: dialect.key)
@given(source=pieces, scrap=st.sampled_from(SCRAPS), where=st.floats(0, 1), length=st.integers(0, 30))
def test_parsing_again_agrees_with_parsing_all(
    dialect: Dialect, source: str, scrap: str, where: float, length: int
) -> None:
    old_text = source.encode()
    start = round(where * len(old_text))
    new_text = old_text[:start] + scrap.encode() + old_text[start + length :]
    old = parse_all(old_text, dialect, [])
    again = parse_again(new_text, dialect, old_text, old)
    if again is not None:
        assert shown(again) == shown(parse_all(new_text, dialect, []))
