"""The opcode table and the constants made from it."""

import pytest

from engine.compiler import effects, opcodes


def test_constants_are_the_row_numbers() -> None:
    for number, name in enumerate(opcodes.NAMES):
        assert getattr(opcodes, name) == number


def test_names_are_unique() -> None:
    assert len(set(opcodes.NAMES)) == len(opcodes.NAMES) <= 256


@pytest.mark.parametrize(("b", "c"), [(0, 0), (1, 65535), (65535, 1), (-1, -32768), (32767, -1)])
def test_short_fields_read_back(b: int, c: int) -> None:
    word = opcodes.encode(opcodes.EQI, 200, b, c, 1)
    assert word & 0xFF == opcodes.EQI
    assert effects.field(word, 0) == 200
    assert effects.has_k(word)
    assert effects.field(word, 1) == b & 0xFFFF
    assert effects.field(word, 2) == c & 0xFFFF
    if c < 0:
        assert effects.signed_field(word, 2) == c
    if b < 0:
        assert effects.signed_field(word, 1) == b


@pytest.mark.parametrize("bx", [0, 1, -1, 2**31 - 1, -(2**31)])
def test_long_field_reads_back(bx: int) -> None:
    word = opcodes.encode_bx(opcodes.LOADI, 7, bx)
    assert effects.signed_long_field(word) == bx
    assert effects.field(word, 0) == 7
    assert 0 <= word < 1 << 56


def test_letters_agree_with_the_operands() -> None:
    for number, operands in enumerate(opcodes.OPERANDS):
        letters = effects.fields(number)
        for at, field in enumerate("ABC"):
            if letters[at] != "-":
                assert field in operands, opcodes.NAMES[number]
        if "x" in letters or "y" in letters:
            assert "k" in operands
