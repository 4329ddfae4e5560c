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


def test_what_is_not_closed_does_not_swallow_what_is_below() -> None:
    old = parse_all(TEXT, LUA_54, [])
    at = TEXT.index(b"end\nlocal function f21")
    new = TEXT[:at] + TEXT[at + 4 :]
    again = parse_again(new, LUA_54, TEXT, old)
    assert again is not None
    assert len(again.units) == len(old.units)
    expected = b"'end' expected (to close 'function' at line 61) near "
    assert [one.message for one in again.problems] == [expected + b"'local'", expected + b"<eof>"]
    assert [one.start for one in again.problems] == [at, len(new)]
    assert shown(again) == shown(parse_all(new, LUA_54, []))
    # Further edits, in it and behind it, go on from there; one closes it.
    for where, text in ((b"a + 20", b"b - "), (b"a + 30", b"c * "), (b"local function f35", b"x = 1\n")):
        at = new.index(where)
        changed = new[:at] + text + new[at:]
        again = parse_again(changed, LUA_54, new, again) or parse_all(changed, LUA_54, [])
        assert shown(again) == shown(parse_all(changed, LUA_54, []))
        new = changed
    at = new.index(b"local function f21")
    closed = new[:at] + b"end\n" + new[at:]
    again = parse_again(closed, LUA_54, new, again)
    assert again is not None
    assert again.problems == []


def test_what_would_be_wrong_without_the_rest_is_not_cut() -> None:
    for text in (b"function f()\nif a then\nb = 2\n", b"function f()\nif a then\n", b"do\n  x()\n"):
        parsed = parse_all(text, LUA_54, [])
        assert parsed.open_unit is None
    assert parse_all(b"function f()\n  if a then\nprint(...)\n", LUA_54, []).open_unit is None


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
