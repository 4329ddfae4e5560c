"""Positions of the protocol (line, character) and byte offsets, in the three encodings of the protocol.

A text is UTF-8 bytes.  A character counts one unit in UTF-32, one or two in UTF-16, its bytes in UTF-8; a byte
that is no UTF-8 counts one everywhere.  Lines end at ``\\n``, ``\\r\\n`` or ``\\r``, as the protocol says.
Relies on nothing.
"""

import re
from bisect import bisect_right
from enum import Enum
from itertools import accumulate
from typing import Final, NamedTuple

_CHARACTER: Final = re.compile(
    rb"[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|.", re.DOTALL
)


class Encoding(Enum):
    """What a position's `character` counts."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Position(NamedTuple):
    """A place as the protocol gives it; both parts are 0-based."""

    line: int
    character: int


class LineIndex:
    """The lines of one text."""

    def __init__(self, text: bytes) -> None:
        self.text: Final = text
        lines = text.splitlines(keepends=True)  # which breaks bytes where the protocol breaks lines
        self.starts: Final = [0, *accumulate(map(len, lines))]
        if lines and not lines[-1].endswith((b"\n", b"\r")):
            self.starts.pop()  # the last line has no end

    def line_of(self, offset: int) -> int:
        """The 0-based line that holds this byte offset."""
        return bisect_right(self.starts, offset) - 1

    def bounds(self, line: int) -> tuple[int, int]:
        """Where a line begins, and where it ends without its line break."""
        start = self.starts[line]
        if line + 1 == len(self.starts):
            return start, len(self.text)
        end = self.starts[line + 1] - 1
        if end > start and self.text[end - 1 : end + 1] == b"\r\n":
            end -= 1
        return start, end

    def position(self, offset: int, encoding: Encoding) -> Position:
        """The position of a byte offset; inside a character, that character's."""
        offset = max(0, min(offset, len(self.text)))
        line = self.line_of(offset)
        start = self.starts[line]
        before = self.text[start:offset]
        if encoding is Encoding.UTF8 or before.isascii():
            return Position(line, offset - start)
        _, end = self.bounds(line)
        units = 0
        for found in _CHARACTER.finditer(self.text, start, max(end, offset)):
            if found.end() > offset:
                break
            units += _units(found.end() - found.start(), encoding)
        return Position(line, units)

    def offset(self, line: int, character: int, encoding: Encoding) -> int:
        """The byte offset of a position; one beyond its line is the line's end, one inside a character its start."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.text)
        start, end = self.bounds(line)
        if encoding is Encoding.UTF8 or self.text[start:end].isascii():
            return min(start + max(character, 0), end)
        units = 0
        for found in _CHARACTER.finditer(self.text, start, end):
            units += _units(found.end() - found.start(), encoding)
            if units > character:
                return found.start()
        return end


def _units(size: int, encoding: Encoding) -> int:
    """How much a character of so many bytes counts."""
    return 2 if size == 4 and encoding is Encoding.UTF16 else 1
