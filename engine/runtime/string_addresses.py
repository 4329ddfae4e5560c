"""What "%p" shows of a string (manual 6.4, `string.format`).

A short string is internalised in PUC Lua: equal ones are the same object, so its address comes from its content.
A long string is an object of its own.  It gets a number the first time a program asks, and the string is held here
for as long as anything else holds it, so that no other object takes its place.
"""

import sys
import zlib
from typing import Final, final

from mypy_extensions import i64

LONGEST_SHORT: Final = 40
"""Bytes of the longest string that is internalised (`LUAI_MAXSHORTLEN`)."""

_SMALLEST_SWEEP: Final = 1 << 16


@final
class _Known:
    """A long string and its number."""

    __slots__ = ("number", "text")

    def __init__(self, text: bytes, number: i64) -> None:
        self.text: Final = text
        self.number: Final[i64] = number

    def references(self) -> int:
        """How many references to the string there are, the entry's own and the question's included."""
        return sys.getrefcount(self.text)


# What `references` is where only the entry refers to the string; compiled it is another number than interpreted.
_ENTRY_ALONE: Final = _Known(bytes(bytearray(LONGEST_SHORT)), 0).references()


@final
class StringAddresses:
    """The numbers of the long strings whose address was asked for."""

    def __init__(self) -> None:
        self.known: Final[dict[int, _Known]] = {}
        self._size: i64 = 0  # bytes of the strings in `known`
        self._sweep_at: i64 = _SMALLEST_SWEEP

    def find(self, text: bytes) -> i64:
        """A string's number; -1 for a long string that has none yet."""
        if len(text) <= LONGEST_SHORT:
            return zlib.crc32(text) | len(text) << 32
        entry = self.known.get(id(text))
        return -1 if entry is None else entry.number

    def add(self, text: bytes, number: i64) -> None:
        """Give a long string its number."""
        if self._size >= self._sweep_at:
            self._sweep()
        self.known[id(text)] = _Known(text, number)
        self._size += len(text)

    def _sweep(self) -> None:
        """Forget the strings that nothing else refers to."""
        self._size = 0
        for key in list(self.known):
            entry = self.known[key]
            if entry.references() <= _ENTRY_ALONE:
                del self.known[key]
            else:
                self._size += len(entry.text)
        self._sweep_at = max(2 * self._size, _SMALLEST_SWEEP)
