"""Long strings that are put together bit by bit are those that Python makes at once, and the work can be broken off."""

import pytest

from engine.runtime.polling import BrokenOff, Poller
from engine.stdlib.long_strings import joined, repeated


@pytest.mark.parametrize("text", [b"x", b"abc", b"y" * 1_000_003])
@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 5_000_011])
def test_repetitions(text: bytes, size: int) -> None:
    count = size // len(text) + 1
    assert repeated(text, count, Poller()) == text * count


@pytest.mark.parametrize("count", [0, 1, 50_000, 50_001, 100_000, 120_007])
@pytest.mark.parametrize("separator", [b"", b", "])
def test_joins(count: int, separator: bytes) -> None:
    pieces = [b"%d" % at for at in range(count)]
    assert joined(separator, pieces, Poller()) == separator.join(pieces)


def broken_off(can_break_off: bool) -> None:
    assert can_break_off
    raise BrokenOff


def test_both_can_be_broken_off() -> None:
    poller = Poller()
    poller.hook = broken_off
    with pytest.raises(BrokenOff):
        repeated(b"abc", 10_000_000, poller)
    with pytest.raises(BrokenOff):
        joined(b"", [b"x"] * 200_000, poller)
