"""The UTF-8 library against PUC Lua."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from native_driver import LUA, Natives, shown

from engine.runtime.values import NativeFunction
from engine.stdlib import utf8_library

UTF8 = Natives("utf8", utf8_library.FUNCTIONS)
CODES = LUA.eval("function(s, lax, at) return table.pack(pcall(utf8.codes(s, lax), s, at)) end")

BYTES = st.sampled_from(b"ab\x80\x81\xbf\xc0\xc1\xc2\xdf\xe0\xed\xa0\xef\xf0\x90\xf4\xf8\xfc\xfd\xfe\xff").map(
    lambda byte: bytes([byte])
)
PIECES = BYTES | st.characters(codec="utf-8").map(str.encode) | st.integers(0, 2**31 - 1).map(utf8_library.encode)
TEXTS = st.lists(PIECES, max_size=6).map(b"".join)
POSITIONS = st.none() | st.integers(-9, 9)
LAX = st.sampled_from([None, False, True])


@given(
    st.lists(st.integers(0, 2**31 - 1) | st.sampled_from([0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000]), max_size=4)
)
@example([0x1FFFFF, 0x200000, 0x3FFFFFF, 0x4000000, 0x7FFFFFFF])
def test_char(codes: list[object]) -> None:
    UTF8.same("char", *codes)


@pytest.mark.parametrize("value", [-1, 2**31, b"x", 65.0, b"65", 1.5])
def test_char_arguments(value: object) -> None:
    UTF8.same("char", 65, value)


@given(TEXTS, POSITIONS, POSITIONS, LAX)
@example(b"\xf4\x90\x80\x80", 1, -1, None)
@example(b"\xed\xa0\x80", 1, -1, None)
@example(b"\xe0\x80\x80", 1, -1, True)
def test_codepoint_and_len(text: bytes, first: int | None, last: int | None, lax: bool | None) -> None:
    UTF8.same("codepoint", text, first, last, lax)
    UTF8.same("len", text, first, last, lax)


@given(TEXTS, st.integers(-9, 9), POSITIONS)
def test_offset(text: bytes, count: int, position: int | None) -> None:
    UTF8.same("offset", text, count, position)


@given(TEXTS, LAX, st.integers(-2, 12))
def test_codes(text: bytes, lax: bool | None, position: int) -> None:
    outcome = UTF8.call("codes", text, lax)
    if not outcome[0]:
        UTF8.same("codes", text, lax)
        return
    _, iterator, subject, start = outcome
    assert (subject, start) == (text, 0)
    assert isinstance(iterator, NativeFunction)
    expected = CODES(text, lax, position)
    found = UTF8.call_native(iterator, text, position)
    assert shown(found) == [expected[at] for at in range(1, expected[b"n"] + 1)]


@pytest.mark.parametrize("name", sorted(name for name in UTF8.natives if ":" not in name))
def test_missing_argument(name: str) -> None:
    UTF8.same(name)


def test_charpattern() -> None:
    assert utf8_library.CONSTANTS["charpattern"] == LUA.eval("utf8.charpattern")
