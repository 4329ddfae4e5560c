"""What `string.format` does with one conversion: a specification taken apart, and values turned to text.

The rules are C's `printf` in the places where Python's ``%`` differs from it (manual 6.4).  Pure
functions; relies on the number rules.
"""

import math
import re
from collections.abc import Callable
from typing import Final, final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.polling import Poller

_CACHE_SIZE: Final = 512
_ESCAPE: Final = 50  # units of work (`polling`)
_ESCAPED: Final = re.compile(rb'["\\\x00-\x1f\x7f]')
_MAX_SPECIFICATION: Final = 22  # bytes that PUC Lua has for one, the end of the format string included
_NO_PRECISION: Final = -1

# The flags that each conversion accepts.
_FLAGS: Final[dict[int, bytes]] = {
    ord("c"): b"-",
    ord("p"): b"-",
    ord("s"): b"-",
    ord("d"): b"-+0 ",
    ord("i"): b"-+0 ",
    ord("u"): b"-0",
    ord("o"): b"-#0",
    ord("x"): b"-#0",
    ord("X"): b"-#0",
    ord("a"): b"-+#0 ",
    ord("A"): b"-+#0 ",
    ord("e"): b"-+#0 ",
    ord("E"): b"-+#0 ",
    ord("f"): b"-+#0 ",
    ord("g"): b"-+#0 ",
    ord("G"): b"-+#0 ",
}
_ALL_FLAGS: Final = b"-+#0 "
_SPAN: Final = b"-+#0 123456789."

# Kinds of items.
LITERAL: Final = 0
INTEGER: Final = 1
FLOAT: Final = 2
STRING: Final = 3
CHARACTER: Final = 4
POINTER: Final = 5
QUOTED: Final = 6
MALFORMED: Final = 7

KINDS: Final[dict[int, int]] = {
    ord("c"): CHARACTER,
    ord("p"): POINTER,
    ord("s"): STRING,
    ord("d"): INTEGER,
    ord("i"): INTEGER,
    ord("u"): INTEGER,
    ord("o"): INTEGER,
    ord("x"): INTEGER,
    ord("X"): INTEGER,
    ord("a"): FLOAT,
    ord("A"): FLOAT,
    ord("e"): FLOAT,
    ord("E"): FLOAT,
    ord("f"): FLOAT,
    ord("g"): FLOAT,
    ord("G"): FLOAT,
    ord("q"): QUOTED,
}


@final
class Item:
    """A piece of a format string: literal text, or a conversion specification.

    `error` is what is wrong with the specification (b"" if nothing is); PUC Lua raises it when it gets there.
    `simple` says that there are neither flags nor width nor precision; `checked`, that there may only be those that
    mean something for the conversion.
    """

    def __init__(self, kind: int, text: bytes, checked: bool = True) -> None:
        self.kind: Final = kind
        self.text: Final = text  # the specification as written, from "%" on
        self.letter = text[-1] if text else 0
        self.error = b""
        self.simple = len(text) == 2
        self.left = False
        self.plus = False
        self.blank = False
        self.alternate = False
        self.zero = False
        self.width = 0
        self.precision = _NO_PRECISION
        if LITERAL < kind < QUOTED:
            self._read(_FLAGS[self.letter] if checked else _ALL_FLAGS, checked)
        elif kind == QUOTED and not self.simple:
            self.error = b"specifier '%q' cannot have modifiers"
        elif kind == MALFORMED:
            form = text.partition(b"\0")[0]
            self.error = b"invalid conversion '" + form + b"' to 'format'"

    def _read(self, allowed: bytes, checked: bool) -> None:
        text = self.text
        at = 1
        while text[at] in allowed:
            self._set_flag(text[at])
            at += 1
        if text[at] != 48:  # a width cannot start with 0
            end = _two_digits(text, at)
            self.width = int(text[at:end] or b"0")
            at = end
            if text[at] == 46 and not (checked and self.kind in (CHARACTER, POINTER)):
                end = _two_digits(text, at + 1)
                self.precision = int(text[at + 1 : end] or b"0")
                at = end
        if at != len(text) - 1:
            self.error = b"invalid conversion specification: '" + text + b"'"

    def _set_flag(self, flag: int) -> None:
        if flag == 45:
            self.left = True
        elif flag == 43:
            self.plus = True
        elif flag == 32:
            self.blank = True
        elif flag == 35:
            self.alternate = True
        else:
            self.zero = True


def _two_digits(text: bytes, at: int) -> int:
    end = at
    while end < at + 2 and 48 <= text[end] <= 57:
        end += 1
    return end


_cache: Final[dict[bytes, list[Item]]] = {}


def parse_format(text: bytes) -> list[Item]:
    """The items of a format string, up to the first that cannot be read."""
    found = _cache.get(text)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = _parse(text)
        _cache[text] = found
    return found


def _parse(text: bytes) -> list[Item]:
    items: list[Item] = []
    literal = b""
    at = 0
    size = len(text)
    while at < size:
        escape = text.find(b"%", at)
        if escape < 0:
            escape = size
        literal += text[at:escape]
        at = escape
        if text[at : at + 2] == b"%%":
            literal += b"%"
            at += 2
        elif at < size:
            if literal:
                items.append(Item(LITERAL, literal))
                literal = b""
            end = _specification_end(text, at + 1)
            items.append(_specification(text[at:end]))
            at = end
    if literal:
        items.append(Item(LITERAL, literal))
    return items


def _specification_end(text: bytes, at: int) -> int:
    while at < len(text) and text[at] in _SPAN:
        at += 1
    return min(at + 1, len(text))


def _specification(text: bytes) -> Item:
    kind = KINDS.get(text[-1], MALFORMED)
    is_cut = text == b"%" or text[-1] in _SPAN
    if len(text) + is_cut > _MAX_SPECIFICATION:
        item = Item(MALFORMED, text)
        item.error = b"invalid format (too long)"
        return item
    return Item(kind, text)


# -- integers ------------------------------------------------------------------------------------------------


def format_integer(item: Item, value: i64) -> bytes:
    """An integer by d, i, u, o, x or X; all but d and i take it as unsigned."""
    letter = item.letter
    if letter == 100 or letter == 105:
        if item.simple:
            return str(value).encode("ascii")
        digits = str(value).encode("ascii").lstrip(b"-")
        return _pad_integer(item, _sign(item, value < 0), digits)
    unsigned = int(value) & 0xFFFFFFFFFFFFFFFF
    prefix = b""
    if letter == 117:
        digits = b"%d" % unsigned
    elif letter == 111:
        digits = b"%o" % unsigned
        if item.alternate and unsigned != 0 and item.precision <= len(digits):
            digits = b"0" + digits
    else:
        digits = b"%X" % unsigned if letter == 88 else b"%x" % unsigned
        if item.alternate and unsigned != 0:
            prefix = b"0X" if letter == 88 else b"0x"
    if item.simple:
        return digits
    return _pad_integer(item, prefix, digits)


def _sign(item: Item, negative: bool) -> bytes:
    if negative:
        return b"-"
    if item.plus:
        return b"+"
    return b" " if item.blank else b""


def _pad_integer(item: Item, prefix: bytes, digits: bytes) -> bytes:
    if item.precision != _NO_PRECISION:
        if item.precision == 0 and digits == b"0" and not (item.letter == 111 and item.alternate):
            digits = b""
        return pad(item, prefix + digits.rjust(item.precision, b"0"))
    return _pad_number(item, prefix, digits)


def _pad_number(item: Item, prefix: bytes, digits: bytes) -> bytes:
    """To the width, with zeros after the sign or prefix if the flag says so."""
    if item.zero and not item.left:
        return prefix + digits.rjust(item.width - len(prefix), b"0")
    return pad(item, prefix + digits)


def pad(item: Item, text: bytes) -> bytes:
    """To the width, with spaces."""
    if len(text) >= item.width:
        return text
    return text.ljust(item.width) if item.left else text.rjust(item.width)


# -- floats --------------------------------------------------------------------------------------------------


def format_float(item: Item, value: float) -> bytes:
    """A float by a, A, e, E, f, g or G."""
    if math.isnan(value) or math.isinf(value):
        return _format_not_finite(item, value)
    if item.letter == 97 or item.letter == 65:
        return _format_hexadecimal(item, value)
    return item.text % value


def _format_not_finite(item: Item, value: float) -> bytes:
    text = _sign(item, math.copysign(1.0, value) < 0.0) + (b"nan" if math.isnan(value) else b"inf")
    return pad(item, text.upper() if item.letter < 97 else text)


def _format_hexadecimal(item: Item, value: float) -> bytes:
    sign = _sign(item, math.copysign(1.0, value) < 0.0)
    digits = _hexadecimal_digits(abs(value), item.precision, item.alternate)
    if item.letter == 65:
        return _pad_number(item, sign + b"0X", digits.upper())
    return _pad_number(item, sign + b"0x", digits)


def _hexadecimal_digits(value: float, precision: int, point: bool) -> bytes:
    """A finite float that is not negative as hexadecimal digits and exponent, rounded to even."""
    written = value.hex()  # "0x1.8000000000000p+1"
    mantissa, _, exponent = written[2:].partition("p")
    leading, _, fraction = mantissa.partition(".")
    if precision == _NO_PRECISION:
        fraction = fraction.rstrip("0")
    elif precision < len(fraction):
        scaled = int(leading + fraction, 16)
        shift = 4 * (len(fraction) - precision)
        kept = scaled >> shift
        rest = scaled & ((1 << shift) - 1)
        half = 1 << (shift - 1)
        if rest > half or (rest == half and kept & 1):
            kept += 1
        leading = f"{kept >> (4 * precision):x}"
        fraction = f"{kept & ((1 << (4 * precision)) - 1):x}".rjust(precision, "0") if precision else ""
    else:
        fraction = fraction.ljust(precision, "0")
    dot = "." if fraction or point else ""
    return (leading + dot + fraction + "p" + exponent).encode("ascii")


# -- strings -------------------------------------------------------------------------------------------------


def format_string(item: Item, text: bytes) -> bytes:
    if item.precision != _NO_PRECISION:
        text = text[: item.precision]
    return pad(item, text)


def quote(value: object, poller: Poller, infinities: bool = True) -> bytes | None:
    """A value as "%q" writes it, so that Lua reads it back; None if it has no literal form.

    Of a long string `poller` is asked on the way.  Without `infinities` those, and NaN, are as C writes them.
    """
    if isinstance(value, bytes):
        return quote_string(value, _ESCAPED, _escape, poller)
    if value is None:
        return b"nil"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, float):
        if not infinities and (math.isnan(value) or math.isinf(value)):
            return numbers.float_to_bytes(value)
        return _quote_float(value)
    if isinstance(value, int):
        return b"0x8000000000000000" if value == numbers.MIN_INTEGER else b"%d" % value
    return None


def _quote_float(value: float) -> bytes:
    if math.isnan(value):
        return b"(0/0)"
    if math.isinf(value):
        return b"1e9999" if value > 0.0 else b"-1e9999"
    sign = b"-0x" if math.copysign(1.0, value) < 0.0 else b"0x"
    return sign + _hexadecimal_digits(abs(value), _NO_PRECISION, False)


def quote_string(
    text: bytes, escaped: re.Pattern[bytes], escape: Callable[[bytes, int], bytes], poller: Poller
) -> bytes:
    """A string in quotes; `escape` says what stands for the byte at an index, where `escaped` finds one."""
    quoted = bytearray(b'"')
    done = 0
    for found in escaped.finditer(text):
        at = found.start()
        quoted += text[done:at]
        quoted += escape(text, at)
        poller.worked(_ESCAPE + at - done)
        done = at + 1
    quoted += text[done:]
    quoted.append(34)
    return bytes(quoted)


def _escape(text: bytes, at: int) -> bytes:
    byte = text[at]
    if byte in (34, 92, 10):
        return b"\\" + text[at : at + 1]
    # All three digits where the next byte would be taken for one more.
    followed = at + 1 < len(text) and 48 <= text[at + 1] <= 57
    return b"\\%03d" % byte if followed else b"\\%d" % byte
