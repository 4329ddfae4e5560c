"""Long strings, put together bit by bit, so that the work can be broken off between two bits (`polling`).

What takes no more than a millisecond is done at once.
"""

from io import BytesIO
from typing import Final

from mypy_extensions import i64

from engine.runtime.polling import Poller

_BYTES: Final = 1 << 20
"""Bytes that are copied at once."""

_PIECES: Final = 50_000
"""Pieces that are joined at once."""


def repeated(text: bytes, count: i64, poller: Poller) -> bytes:
    """`count` copies of a text that is not empty.  Raises MemoryError."""
    if count <= _BYTES // len(text):
        return text * int(count)
    at_once = max(1, _BYTES // i64(len(text)))
    block = text * int(at_once)
    # Its value is what has been written, not a copy of that.
    result = BytesIO()
    left = count
    while left > at_once:
        result.write(block)
        poller.worked(len(block) >> 4)
        left -= at_once
    result.write(text * int(left))
    return result.getvalue()


def joined(separator: bytes, pieces: list[bytes], poller: Poller) -> bytes:
    """The pieces with the separator between them.  Raises MemoryError."""
    if len(pieces) <= _PIECES:
        return separator.join(pieces)
    result = BytesIO()
    for start in range(0, len(pieces), _PIECES):
        if start:
            result.write(separator)
        poller.worked(result.write(separator.join(pieces[start : start + _PIECES])) >> 4)
        poller.worked(2 * _PIECES)
    return result.getvalue()
