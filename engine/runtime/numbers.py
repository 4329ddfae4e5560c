"""Lua's number rules: conversion from and to strings, arithmetic that Python does otherwise, exact comparison.

Pure functions over integers of 64 bits and floats; relies on nothing else of the project.  Every one gives
the same result compiled (where `i64` wraps and floats are C doubles) and interpreted (where `i64` is a plain
int).  Division by zero, overflow and NaN follow IEEE 754 and C; the sign of a NaN is the one that x86-64
gives, because `tostring` shows it ("-nan" for ``0/0``).
"""

import math
import struct
from typing import Final

from mypy_extensions import i64

MAX_INTEGER: Final = 9223372036854775807
MIN_INTEGER: Final = -9223372036854775808

# Errors of integer division, without a position.
DIVISION_BY_ZERO: Final = b"attempt to divide by zero"
MODULO_BY_ZERO: Final = b"attempt to perform 'n%0'"

# Floats between which every integer is itself a float, and the ends of the integers as floats.
_EXACT: Final = 9007199254740992.0
_ABOVE_INTEGERS: Final = 9223372036854775808.0

# Added to a float, it leaves no room for a fraction: the low bits of the sum are the nearest integer.
_ROUNDING: Final = 6755399441055744.0

# The ends of mypyc's unboxed int: comparing with them is one machine instruction.
_SHORT_MIN: Final = -0x4000000000000000
_SHORT_MAX: Final = 0x3FFFFFFFFFFFFFFF
_BITS_62: Final = 0x3FFFFFFFFFFFFFFF

INFINITY: Final = math.inf
NAN: Final = math.copysign(math.nan, -1.0)  # what x86-64 makes of an invalid operation

_DECIMAL_FLOAT: Final = b"0123456789+-.eE"
_HEX_DIGITS: Final = b"0123456789abcdefABCDEF"

# -- from and to strings ---------------------------------------------------------------------------------


# How `tostring` shows a float.
PLAIN: Final = 0  # in "%.14g": where there are no integers
MARKED: Final = 1  # the same, with ".0" added where it would read back as an integer
LOSSLESS: Final = 2  # the same in "%.17g", if "%.15g" does not read back as the same float
UNSIGNED: Final = 3  # as PLAIN, but NaN never has a sign

# How a string becomes a number.
WRAPPED: Final = 0  # an integer if it looks like one; hexadecimal ones wrap around
UNWRAPPED: Final = 1  # a float
C_TEXT: Final = 2  # a float as C reads it: up to the first zero byte, and infinities and NaN by their names
JIT_TEXT: Final = 3  # a float, where there are binary numerals and the names of infinities and NaN


def to_bytes(value: int | float, style: i64 = MARKED) -> bytes:
    """A number as `tostring` gives it (manual 6.1)."""
    if isinstance(value, float):
        return float_to_bytes(value, style)
    return str(value).encode("ascii")


def float_to_bytes(value: float, style: i64 = MARKED) -> bytes:
    if math.isnan(value):
        return b"-nan" if math.copysign(1.0, value) < 0.0 and style != UNSIGNED else b"nan"
    if style == LOSSLESS:
        text = b"%.15g" % value
        if float(text) != value:
            text = b"%.17g" % value
    else:
        text = b"%.14g" % value
    if (style == MARKED or style == LOSSLESS) and (text.isdigit() or (text.startswith(b"-") and text[1:].isdigit())):
        return text + b".0"
    return text


def parse_number(text: bytes) -> int | float | None:
    """The number that a string holds, white space around it allowed; None if it holds none (manual 3.1, 3.4.3).

    Hexadecimal integers wrap around at 64 bits; decimal integers that do not fit become floats.
    """
    if len(text) < 19 and text.isdigit():
        return int(text)
    text = text.strip()
    digits = text
    negative = text.startswith(b"-")
    if negative or text.startswith(b"+"):
        digits = text[1:]
    if digits.isdigit():
        return _decimal_integer(digits, negative)
    if digits[:2] in (b"0x", b"0X"):
        return _hexadecimal(digits[2:], negative)
    if text.translate(None, _DECIMAL_FLOAT) != b"":
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _decimal_integer(digits: bytes, negative: bool) -> int | float:
    significant = digits.lstrip(b"0")
    if len(significant) <= 19:
        value = int(significant) if significant else 0
        if negative:
            value = -value
        if MIN_INTEGER <= value <= MAX_INTEGER:
            return value
    value_as_float = float(digits)
    return -value_as_float if negative else value_as_float


def _hexadecimal(digits: bytes, negative: bool) -> int | float | None:
    """What follows "0x": an integer if it is digits alone, else a float with an optional binary exponent."""
    if digits and digits.translate(None, _HEX_DIGITS) == b"":
        value = int(digits[-16:], 16)
        return wrap(-value if negative else value)
    return _hexadecimal_float(digits, negative)


def _hexadecimal_float(digits: bytes, negative: bool) -> float | None:
    mantissa, mark, exponent = digits.replace(b"P", b"p").partition(b"p")
    whole, _, fraction = mantissa.partition(b".")
    if whole + fraction == b"" or (whole + fraction).translate(None, _HEX_DIGITS) != b"":
        return None
    if mark:
        power = exponent[1:] if exponent[:1] in (b"+", b"-") else exponent
        if not power.isdigit():
            return None
    try:
        value = float.fromhex("0x" + digits.decode("ascii"))
    except OverflowError:
        value = INFINITY
    return -value if negative else value


# -- conversion (manual 3.4.3) ---------------------------------------------------------------------------


def to_number(value: object, reading: int = WRAPPED) -> int | float | None:
    """A number as it is, a string converted as `reading` says; None for anything else."""
    if isinstance(value, float):
        return value
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if isinstance(value, bytes):
        if reading == WRAPPED:
            return parse_number(value)
        if reading == C_TEXT:
            value = value.partition(b"\0")[0]
        number = parse_number(value)
        if isinstance(number, int):
            return _unwrapped(value, number)
        return named_number(value, reading) if number is None and reading != UNWRAPPED else number
    return None


def named_number(text: bytes, reading: int) -> float | None:
    """An infinity or NaN by its name; and a binary numeral where there are such."""
    text = text.strip()
    sign = -1.0 if text.startswith(b"-") else 1.0
    name = (text[1:] if text[:1] in (b"-", b"+") else text).lower()
    if name in (b"inf", b"infinity"):
        return sign * INFINITY
    if name == b"nan":
        return math.copysign(math.nan, sign)
    digits = name[2:].lstrip(b"0")
    if reading == JIT_TEXT and name.startswith(b"0b") and len(name) > 2 and len(digits) <= 64:
        return sign * float(int(b"0" + digits, 2)) if digits.translate(None, b"01") == b"" else None
    return None


def _unwrapped(text: bytes, number: int) -> int | float:
    """The number of a numeral that, wrapped around at 64 bits, is `number`."""
    if b"x" not in text and b"X" not in text:
        return number
    try:
        return float(int(text, 16))
    except OverflowError:
        return -INFINITY if text.strip().startswith(b"-") else INFINITY


def to_integer(value: object) -> int | None:
    """The integer that a number, or a string holding one, is exactly equal to; None if there is none."""
    number = to_number(value)
    if isinstance(number, float):
        return float_to_integer(number)
    return number


def float_to_integer(value: float) -> int | None:
    """The integer equal to a float, None if it has a fraction or is out of range."""
    if -_ABOVE_INTEGERS <= value < _ABOVE_INTEGERS:
        integer = int(value)
        if float(integer) == value:
            return integer
    return None


def truncate(value: float) -> int:
    """The integer that C's cast makes of a float: without its fraction; the smallest one for what is out of range."""
    return int(value) if -_ABOVE_INTEGERS <= value < _ABOVE_INTEGERS else MIN_INTEGER


def truncate_unsigned(value: float) -> int:
    """The same cast to an integer without sign, given as the signed integer of the same bits."""
    if value < _ABOVE_INTEGERS:
        return truncate(value)
    return truncate(value - _ABOVE_INTEGERS) ^ MIN_INTEGER


def nearest_word(value: float) -> int:
    """The integer nearest to a float, modulo 2^32: the low bits of a sum that has no room for a fraction."""
    word: int = struct.unpack("<I", struct.pack("<d", value + _ROUNDING)[:4])[0]
    return word


# -- integers --------------------------------------------------------------------------------------------


def wrap(value: int) -> int:
    """Any int, modulo 2^64, as a signed integer of 64 bits."""
    if _SHORT_MIN <= value <= _SHORT_MAX:
        return value
    return _wrap_large(value)


def _wrap_large(value: int) -> int:
    value &= 0xFFFFFFFFFFFFFFFF
    return value - 0x10000000000000000 if value > MAX_INTEGER else value


def integer_floor_div(a: i64, b: i64) -> i64:
    """``a // b``, rounded down; b is not 0."""
    if b == -1:
        return -a if a > -0x7FFFFFFFFFFFFFFF - 1 else a
    return a // b


def integer_mod(a: i64, b: i64) -> i64:
    """``a % b``, with the sign of b; b is not 0."""
    if b == -1:
        return 0
    return a % b


def shift_left(a: i64, n: i64) -> i64:
    """``a << n`` filling with zeros; negative n shifts right, 64 and more leave nothing (manual 3.4.2)."""
    # Two traps in compiled code: constants beyond 62 bits are Python ints, and slow; and a small constant
    # to the left of "<<" is shifted as a C int, of 32 bits.
    if n <= 0:
        if n == 0:
            return a
        if n <= -64:
            return 0
        if n == -1:
            return a >> 1 if a >= 0 else (a >> 1) + _BITS_62 + 1 + _BITS_62 + 1
        return ((a >> 2) & _BITS_62) >> (-n - 2)
    if n >= 64:
        return 0
    # The bit that becomes the sign is taken apart, so that nothing here needs to wrap.
    result = (a & (_BITS_62 >> (n - 1))) << n
    if (a >> (63 - n)) & 1:
        return result - _BITS_62 - 1 - _BITS_62 - 1
    return result


# -- floats ----------------------------------------------------------------------------------------------


def float_div(a: float, b: float) -> float:
    """``a / b`` as IEEE 754 has it, division by zero included."""
    if b == 0.0:
        if math.isnan(a):
            return a
        if a == 0.0:
            return NAN
        return math.copysign(INFINITY, a) * math.copysign(1.0, b)
    return a / b


def float_floor_div(a: float, b: float) -> float:
    """``a // b``: the quotient, rounded down."""
    quotient = float_div(a, b)
    if -_EXACT < quotient < _EXACT:
        return quotient // 1.0
    return quotient


def float_mod(a: float, b: float) -> float:
    """``a % b``: the remainder with the sign of b, but a zero with the sign of a (as C's `fmod` leaves it)."""
    if b == 0.0 or a == INFINITY or a == -INFINITY:
        if math.isnan(a):
            return a
        return b if math.isnan(b) else NAN
    remainder = a % b
    return math.copysign(0.0, a) if remainder == 0.0 else remainder


def float_quotient_mod(a: float, b: float) -> float:
    """``a % b`` as `a - floor(a / b) * b`, with its rounding errors, and NaN for an infinite b."""
    quotient = float_div(a, b)
    if -_EXACT < quotient < _EXACT:
        quotient = quotient // 1.0
    return a - quotient * b


def float_pow(a: float, b: float) -> float:
    """``a ^ b`` as C's `pow` has it: infinities and NaN where Python raises an exception."""
    if b == 2.0:
        return a * a
    if math.isnan(a) and _is_odd(b):
        return math.copysign(a, 1.0)  # glibc takes the sign away
    try:
        return math.pow(a, b)
    except OverflowError:
        return -INFINITY if a < 0.0 and _is_odd(b) else INFINITY
    except ValueError:
        if a == 0.0:
            return math.copysign(INFINITY, a) if _is_odd(b) else INFINITY
        return NAN


def _is_odd(value: float) -> bool:
    return value % 2.0 == 1.0


# -- comparison of an integer with a float: exact, false for NaN (manual 3.4.4) -----------------------------
#
# A float below 2^53 in size is compared as a float: an integer that rounds is far away from it.  Any larger
# one is an integer itself.


def int_less_float(a: i64, b: float) -> bool:
    if -_EXACT < b < _EXACT:
        return float(a) < b
    if b >= _ABOVE_INTEGERS:
        return True
    if b >= -_ABOVE_INTEGERS:
        return a < i64(int(b))
    return False


def int_le_float(a: i64, b: float) -> bool:
    if -_EXACT < b < _EXACT:
        return float(a) <= b
    if b >= _ABOVE_INTEGERS:
        return True
    if b >= -_ABOVE_INTEGERS:
        return a <= i64(int(b))
    return False


def float_less_int(a: float, b: i64) -> bool:
    return not math.isnan(a) and not int_le_float(b, a)


def float_le_int(a: float, b: i64) -> bool:
    return not math.isnan(a) and not int_less_float(b, a)


def shift_right(a: i64, n: i64) -> i64:
    """`a >> n`, logical; a negative n shifts left (manual 3.4.2)."""
    return shift_left(a, -n)
