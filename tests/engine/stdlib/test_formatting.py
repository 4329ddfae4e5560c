"""The conversions of `string.format` against PUC Lua."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lupa import lua54

from engine.runtime.polling import Poller
from engine.stdlib import formatting
from engine.stdlib.formatting import Item, parse_format

LUA = lua54.LuaRuntime(encoding=None)
FORMAT = LUA.eval("function(...) local ok, text = pcall(string.format, ...) return text end")

INTEGERS = st.integers(-(2**63), 2**63 - 1) | st.integers(-20, 20)
FLOATS = st.floats() | st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, -math.nan, 0.5, 1.0, 1e15, 1e100])


def specifications(letters: str) -> st.SearchStrategy[bytes]:
    flags = st.text(alphabet="-+ #0", max_size=3)
    width = st.sampled_from(["", "", "1", "5", "12", "99", "100"])
    precision = st.sampled_from(["", "", ".", ".0", ".1", ".3", ".20", ".100"])
    parts = st.tuples(flags, width, precision, st.sampled_from(letters))
    return parts.map(lambda found: ("%" + "".join(found)).encode())


def only_item(text: bytes) -> Item:
    (item,) = parse_format(text)
    return item


@given(specifications("diuoxX"), INTEGERS)
@example(b"%#o", 0)
@example(b"%.0d", 0)
@example(b"%#.0o", 0)
@example(b"%#.3o", 8)
@example(b"%#010x", 255)
@example(b"%#.0x", 0)
@example(b"%5.0x", 0)
def test_integers(text: bytes, value: int) -> None:
    item = only_item(text)
    assert (item.error or formatting.format_integer(item, value)) == FORMAT(text, value)


@given(specifications("aAeEfgG"), FLOATS)
@example(b"%.0a", 1.5)
@example(b"%.0a", 2.5)
@example(b"%.1a", 1.96875)
@example(b"%.3a", 1.99999)
@example(b"%#a", 1.0)
@example(b"%.20a", 0.1)
@example(b"%a", 5e-324)
@example(b"%.2a", 5e-324)
@example(b"%020a", -1.5)
@example(b"%05f", -math.inf)
@example(b"%+G", math.nan)
def test_floats(text: bytes, value: float) -> None:
    item = only_item(text)
    assert (item.error or formatting.format_float(item, value)) == FORMAT(text, value)


@given(specifications("s"), st.binary(max_size=20).filter(lambda text: b"\0" not in text))
def test_strings(text: bytes, value: bytes) -> None:
    item = only_item(text)
    assert (item.error or formatting.format_string(item, value)) == FORMAT(text, value)


@given(
    st.none() | st.booleans() | INTEGERS | FLOATS | st.binary(max_size=12) | st.text('\n\0\r"\\\x7f01a').map(str.encode)
)
@example(-(2**63))
def test_quoted_values(value: object) -> None:
    assert formatting.quote(value, Poller()) == FORMAT(b"%q", value)


def test_what_has_no_literal_form() -> None:
    assert formatting.quote(object(), Poller()) is None


@given(st.text(alphabet="%%%%-+ #0159.dsfqcxyFn\0", max_size=30).map(lambda text: ("%" + text).encode()))
@example(b"%")
@example(b"%5")
@example(b"%0000000000000000000000d")
@example(b"%" + b"1" * 19 + b"d")
@example(b"%" + b"1" * 20 + b"d")
@example(b"%" + b"1" * 21 + b"d")
@example(b"%" + b"1" * 20)
@example(b"%" + b"1" * 21)
@example(b"%" + b"1" * 22)
@example(b"%10q")
@example(b"%\0d")
@example(b"%F")
def test_malformed_specifications(text: bytes) -> None:
    errors = [item.error for item in parse_format(text) if item.error]
    if errors:
        expected = FORMAT(text, *[1] * 30)
        if not expected.startswith(b"bad argument"):
            assert errors[0] == expected


@pytest.mark.parametrize("text", [b"", b"plain", b"100%%", b"%%d%d%%", b"a%sb%5.2fc"])
def test_literal_text(text: bytes) -> None:
    literal = b"".join(item.text for item in parse_format(text))
    assert literal == text.replace(b"%%", b"%")
