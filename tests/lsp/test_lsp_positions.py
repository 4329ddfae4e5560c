"""Positions of the protocol and byte offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsp.documents.changes import Change, apply, to_bytes, to_text
from lsp.documents.positions import Encoding, LineIndex, Position

TEXT = "ab\nä😀x\r\n\rend".encode()
ENCODERS = {Encoding.UTF8: "utf-8", Encoding.UTF16: "utf-16-le", Encoding.UTF32: "utf-32-le"}
UNIT = {Encoding.UTF8: 1, Encoding.UTF16: 2, Encoding.UTF32: 4}

texts = st.text(alphabet=st.sampled_from("aé漢😀\n\r \t"), max_size=40)


def test_lines_end_as_the_protocol_says() -> None:
    lines = LineIndex(b"a\nb\r\nc\rd\n\re")
    assert [lines.bounds(number) for number in range(len(lines.starts))] == [
        (0, 1),
        (2, 3),
        (5, 6),
        (7, 8),
        (9, 9),
        (10, 11),
    ]


@pytest.mark.parametrize(("encoding", "character"), [(Encoding.UTF8, 6), (Encoding.UTF16, 3), (Encoding.UTF32, 2)])
def test_a_character_counts_what_its_encoding_says(encoding: Encoding, character: int) -> None:
    lines = LineIndex(TEXT)
    offset = TEXT.index(b"x")
    assert lines.position(offset, encoding) == Position(1, character)
    assert lines.offset(1, character, encoding) == offset


def test_positions_outside_the_text_are_moved_into_it() -> None:
    lines = LineIndex(TEXT)
    assert lines.offset(1, 99, Encoding.UTF16) == TEXT.index(b"\r")
    assert lines.offset(99, 0, Encoding.UTF16) == len(TEXT)
    assert lines.offset(-1, 5, Encoding.UTF16) == 0
    assert lines.position(999, Encoding.UTF16) == Position(3, 3)


def test_a_position_inside_a_pair_of_surrogates_is_its_beginning() -> None:
    lines = LineIndex("😀x".encode())
    assert lines.offset(0, 1, Encoding.UTF16) == 0
    assert lines.offset(0, 2, Encoding.UTF16) == 4


def test_bytes_that_are_no_utf8_count_one() -> None:
    lines = LineIndex(b"\xff\xfe = 1")
    assert lines.position(3, Encoding.UTF16) == Position(0, 3)
    assert lines.offset(0, 3, Encoding.UTF16) == 3


def test_half_a_pair_of_surrogates_survives() -> None:
    assert to_text(to_bytes("a\ud83d")) == "a\ud83d"


@pytest.mark.parametrize("encoding", list(Encoding))
@given(text=texts, data=st.data())
def test_positions_agree_with_pythons_own_encoders(encoding: Encoding, text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    before = text[:at]
    if before.endswith("\r") and text[at : at + 1] == "\n":
        return  # inside a line break
    lines = LineIndex(text.encode())
    last = before.replace("\r\n", "\n").replace("\r", "\n").rpartition("\n")
    expected = (last[0] + last[1]).count("\n"), len(last[2].encode(ENCODERS[encoding])) // UNIT[encoding]
    offset = len(before.encode())
    assert lines.position(offset, encoding) == expected
    assert lines.offset(*expected, encoding) == offset


@pytest.mark.parametrize("encoding", list(Encoding))
@given(text=texts, new=texts, data=st.data())
def test_a_change_replaces_what_its_range_says(encoding: Encoding, text: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if "\r\n" in (text[start - 1 : start + 1], text[end - 1 : end + 1]):
        return
    lines = LineIndex(text.encode())
    places = [lines.position(len(text[:at].encode()), encoding) for at in (start, end)]
    found = apply(LineIndex(text.encode()), [Change(places[0], places[1], new)], encoding)
    assert found == (text[:start] + new + text[end:]).encode()


def test_changes_apply_one_after_the_other() -> None:
    changes = [Change(Position(0, 0), Position(0, 1), "xy"), Change(Position(0, 2), Position(0, 2), "z")]
    assert apply(LineIndex(b"ab"), changes, Encoding.UTF16) == b"xyzb"
    assert apply(LineIndex(b"ab"), [Change(None, None, "new")], Encoding.UTF16) == b"new"
