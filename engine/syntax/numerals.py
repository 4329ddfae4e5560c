"""Numerals (manual 3.1): how far one reaches in a program's text, and its value.

What reaches too far is one malformed numeral: ``3x``, ``1..2``.  How far that is differs between Lua versions;
what a well-formed numeral means differs little.  Relies on `engine.runtime.numbers`.
"""

import math
import re
from typing import Final

from engine.runtime.numbers import parse_number

LOOSE: Final = 0  # digits and dots, an exponent's mark and sign, then letters and digits
TRIMMED: Final = 1  # hexadecimal digits, dots and exponents
STRICT: Final = 2  # the same, and a letter right behind
JIT: Final = 3  # letters, digits, dots and the signs of exponents; binary numerals

_EXTENTS: Final = (
    re.compile(rb"\.?[0-9][0-9.]*(?:[eE][+-]?)?[0-9A-Za-z_]*"),
    re.compile(
        rb"\.?(?:0[xX](?:[pP][+-]?[0-9A-Fa-f.]|[0-9A-Fa-f.])*(?:[pP][+-]?)?"
        rb"|[0-9](?:[eE][+-]?[0-9A-Fa-f.]|[0-9A-DFa-df.])*(?:[eE][+-]?)?)"
    ),
    re.compile(rb"\.?(?:0[xX](?:[pP][+-]?|[0-9A-Fa-f.])*|[0-9](?:[eE][+-]?|[0-9A-Fa-f.])*)[A-Za-z_]?"),
    re.compile(
        rb"\.?(?:0[xX](?:[pP][+-]|[0-9A-Za-z_.\x80-\xff])*|[0-9](?:[eE][+-]|[0-9A-Za-z_.\x80-\xff])*)"
    ),
)
_BINARY: Final = re.compile(rb"0[bB]0*([01]{0,64})\Z")


def numeral_end(source: bytes, at: int, style: int) -> int:
    """The offset behind the numeral that begins here, well-formed or not."""
    found = _EXTENTS[style].match(source, at)
    return at if found is None else found.end()


def value_of(text: bytes, style: int, integers: bool) -> int | float | None:
    """What a numeral means; None if it is malformed.  Without `integers` it is a float in any case."""
    if style == JIT:
        binary = _BINARY.match(text)
        if binary is not None and len(text) > 2:
            return float(int(binary.group(1) or b"0", 2))
    number = parse_number(text)
    if isinstance(number, int) and not integers:
        return _as_float(text)
    return number


def _as_float(numeral: bytes) -> float:
    """A numeral that looks like an integer, where there are none."""
    try:
        return float(int(numeral, 16)) if numeral[1:2] in (b"x", b"X") else float(numeral)
    except OverflowError:
        return math.inf
