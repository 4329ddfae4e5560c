"""The formats of `string.pack` and `string.unpack` (manual 6.4.2): the options, and values to and from bytes.

Relies on the number rules.  Sizes and alignments are those of x86-64 Linux.
"""

import math
import struct
from typing import Final, final

from engine.runtime import numbers

_INT_HALF: Final = 0x80000000
_INT_MASK: Final = 0xFFFFFFFF
_MAX_INTEGER_SIZE: Final = 16
_INTEGER_SIZE: Final = 8  # of a Lua integer
_MAX_ALIGNMENT: Final = 8  # what "!" alone stands for

# What an option is.
INT: Final = 0
UINT: Final = 1
FLOAT: Final = 2
DOUBLE: Final = 3
CHARS: Final = 4  # a string of fixed size
STRING: Final = 5  # a string after its length
ZERO_STRING: Final = 6
PADDING: Final = 7
ALIGN: Final = 8
NOTHING: Final = 9

# Options of a fixed kind and size.
_FIXED: Final[dict[int, tuple[int, int]]] = {
    ord("b"): (INT, 1),
    ord("B"): (UINT, 1),
    ord("h"): (INT, 2),
    ord("H"): (UINT, 2),
    ord("l"): (INT, 8),
    ord("L"): (UINT, 8),
    ord("j"): (INT, 8),
    ord("J"): (UINT, 8),
    ord("T"): (UINT, 8),
    ord("f"): (FLOAT, 4),
    ord("n"): (DOUBLE, 8),
    ord("d"): (DOUBLE, 8),
    ord("z"): (ZERO_STRING, 0),
    ord("x"): (PADDING, 1),
    ord("X"): (ALIGN, 0),
    ord(" "): (NOTHING, 0),
}
# Options that may be followed by their size: the kind, and the size if it is not given.
_SIZED: Final[dict[int, tuple[int, int]]] = {ord("i"): (INT, 4), ord("I"): (UINT, 4), ord("s"): (STRING, 8)}


class PackError(Exception):
    """What is wrong with a format or with data; `argument` is the argument to blame, 0 for none."""

    def __init__(self, message: bytes, argument: int) -> None:
        super().__init__(message)
        self.message: Final = message
        self.argument: Final = argument


@final
class Layout:
    """Reads a format option by option.  After `next`, the option has `kind` and `size` and comes after
    `padding` bytes; `little` is the byte order.  `size_limit` is the dialect's."""

    def __init__(self, text: bytes, size_limit: int) -> None:
        self.text: Final = text.partition(b"\0")[0]  # as a C string
        self.size_limit: Final = size_limit
        self.at = 0
        self.little = True
        self.max_alignment = 1
        self.kind = NOTHING
        self.size = 0
        self.padding = 0

    def next(self, total: int) -> bool:
        """Read the next option, which stands at offset `total`; False at the end.  Raises PackError."""
        if self.at >= len(self.text):
            return False
        self.kind, self.size = self._option()
        alignment = self.size
        if self.kind == ALIGN:
            alignment = self._alignment_of_next()
        self.padding = 0
        if alignment > 1 and self.kind != CHARS:
            alignment = min(alignment, self.max_alignment)
            if alignment & (alignment - 1) != 0:
                raise PackError(b"format asks for alignment not power of 2", 1)
            self.padding = -total & (alignment - 1)
        return True

    def _alignment_of_next(self) -> int:
        if self.at < len(self.text):
            kind, alignment = self._option()
            if kind != CHARS and alignment != 0:
                return alignment
        raise PackError(b"invalid next option for option 'X'", 1)

    def _option(self) -> tuple[int, int]:
        letter = self.text[self.at]
        self.at += 1
        fixed = _FIXED.get(letter)
        if fixed is not None:
            return fixed
        sized = _SIZED.get(letter)
        if sized is not None:
            return sized[0], self._limited_number(sized[1])
        if letter == 99:  # c
            size = self._number(-1)
            if size == -1:
                raise PackError(b"missing size for format option 'c'", 0)
            return CHARS, size
        if letter == 33:  # !
            self.max_alignment = self._limited_number(_MAX_ALIGNMENT)
        elif letter == 62:  # >
            self.little = False
        elif letter in (60, 61):  # < =
            self.little = True
        else:
            raise PackError(b"invalid format option '" + bytes([letter]) + b"'", 0)
        return NOTHING, 0

    def _number(self, default: int) -> int:
        """The numeral here, read as far as it fits in what PUC Lua keeps sizes in."""
        text = self.text
        start = self.at
        value = 0
        while self.at < len(text) and 48 <= text[self.at] <= 57 and value <= (self.size_limit - 9) // 10:
            value = value * 10 + text[self.at] - 48
            self.at += 1
        return default if self.at == start else value

    def _limited_number(self, default: int) -> int:
        size = self._number(default)
        if not 0 < size <= _MAX_INTEGER_SIZE:
            size = ((size + _INT_HALF) & _INT_MASK) - _INT_HALF  # a C int in the message
            raise PackError(b"integral size (%d) out of limits [1,%d]" % (size, _MAX_INTEGER_SIZE), 0)
        return size


def packed_size(text: bytes, size_limit: int) -> int:
    """`string.packsize`.  Raises PackError."""
    layout = Layout(text, size_limit)
    total = 0
    while layout.next(total):
        if layout.kind in (STRING, ZERO_STRING):
            raise PackError(b"variable-length format", 1)
        size = layout.size + layout.padding
        if total > size_limit - size:
            raise PackError(b"format result too large", 1)
        total += size
    return total


# -- values to and from bytes --------------------------------------------------------------------------------


def pack_integer(value: int, layout: Layout, argument: int) -> bytes:
    """An integer of 64 bits in the option's size.  Raises PackError."""
    size = layout.size
    signed = layout.kind == INT
    if size < _INTEGER_SIZE:
        limit = 1 << (size * 8 - 1)
        if signed and not -limit <= value < limit:
            raise PackError(b"integer overflow", argument)
        if not signed and not 0 <= value < 2 * limit:
            raise PackError(b"unsigned overflow", argument)
    if not signed:
        value &= 0xFFFFFFFFFFFFFFFF
    return value.to_bytes(size, "little" if layout.little else "big", signed=signed)


def unpack_integer(data: bytes, little: bool, signed: bool) -> int:
    """The integer in `data`, as 64 bits.  Raises PackError if it does not fit."""
    size = len(data)
    value = int.from_bytes(data, "little" if little else "big", signed=signed)
    if size > _INTEGER_SIZE:
        # Bytes beyond the 64 bits may only extend the sign (or be zero, read as unsigned).
        fits = numbers.MIN_INTEGER <= value <= numbers.MAX_INTEGER if signed else value <= 0xFFFFFFFFFFFFFFFF
        if not fits:
            raise PackError(b"%d-byte integer does not fit into Lua Integer" % size, 0)
    return numbers.wrap(value)


def pack_float(value: float, layout: Layout) -> bytes:
    if layout.kind == DOUBLE:
        return struct.pack("<d" if layout.little else ">d", value)
    code = "<f" if layout.little else ">f"
    try:
        return struct.pack(code, value)
    except OverflowError:
        return struct.pack(code, math.copysign(numbers.INFINITY, value))


def unpack_float(data: bytes, little: bool) -> float:
    code = "d" if len(data) == 8 else "f"
    value = struct.unpack("<" + code if little else ">" + code, data)[0]
    assert isinstance(value, float)
    return value


def pack_length(size: int, layout: Layout, argument: int) -> bytes:
    """The length in front of a string.  Raises PackError."""
    if layout.size < 8 and size >= 1 << (layout.size * 8):
        raise PackError(b"string length does not fit in given size", argument)
    return size.to_bytes(layout.size, "little" if layout.little else "big")


@final
class Reader:
    """Unpacks values from data one after another, from offset `at` (from 0).

    With `to_end` the end of the data is as good as a zero byte.
    """

    def __init__(self, text: bytes, size_limit: int, data: bytes, at: int, to_end: bool = False) -> None:
        self.layout: Final = Layout(text, size_limit)
        self.to_end: Final = to_end
        self.data: Final = data
        self.at = at

    def read_all(self) -> list[object]:
        """All values of the format.  Raises PackError."""
        layout = self.layout
        values: list[object] = []
        while layout.next(self.at):
            if layout.padding + layout.size > len(self.data) - self.at:
                raise PackError(b"data string too short", 2)
            self.at += layout.padding
            if layout.kind < PADDING:
                values.append(self._value())
            else:
                self.at += layout.size
        return values

    def _value(self) -> object:
        layout = self.layout
        kind = layout.kind
        if kind == ZERO_STRING:
            return self._zero_string()
        raw = self.data[self.at : self.at + layout.size]
        self.at += layout.size
        if kind in (INT, UINT):
            return unpack_integer(raw, layout.little, kind == INT)
        if kind in (FLOAT, DOUBLE):
            return unpack_float(raw, layout.little)
        if kind == CHARS:
            return raw
        return self._counted_string(raw)

    def _counted_string(self, raw: bytes) -> bytes:
        size = unpack_integer(raw, self.layout.little, False)
        if size < 0 or size > len(self.data) - self.at:
            raise PackError(b"data string too short", 2)
        text = self.data[self.at : self.at + size]
        self.at += size
        return text

    def _zero_string(self) -> bytes:
        end = self.data.find(b"\0", self.at)
        if end < 0 and self.to_end:
            end = len(self.data)
        if end < 0:
            raise PackError(b"unfinished string for format 'z'", 2)
        text = self.data[self.at : end]
        self.at = end + 1
        return text
