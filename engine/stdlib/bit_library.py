"""LuaJIT's `bit`: operations on integers of 32 bits, with signed results."""

import struct
from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime.call import Call

_MASK: Final[i64] = 0xFFFFFFFF
_SIGN: Final[i64] = 0x80000000
_ROUNDING: Final = 6755399441055744.0  # 2^52 + 2^51: added to a number, it leaves the integer in the low bits
_MOST_DIGITS: Final = 254


def _word(call: Call, at: i64) -> i64:
    """A number rounded to an integer, as 32 bits without sign."""
    bits: int = struct.unpack("<Q", struct.pack("<d", call.check_float(at) + _ROUNDING))[0]
    return i64(bits & 0xFFFFFFFF)


def _signed(word: i64) -> int:
    word &= _MASK
    return int(word - _SIGN - _SIGN) if word >= _SIGN else int(word)


def _tobit(call: Call) -> object:
    return _signed(_word(call, 1))


def _bnot(call: Call) -> object:
    return _signed(~_word(call, 1))


def _bswap(call: Call) -> object:
    word = _word(call, 1)
    return _signed((word & 0xFF) << 24 | (word & 0xFF00) << 8 | (word >> 8 & 0xFF00) | word >> 24)


def _band(call: Call) -> object:
    word = _word(call, 1)
    for at in range(2, call.count + 1):
        word &= _word(call, at)
    return _signed(word)


def _bor(call: Call) -> object:
    word = _word(call, 1)
    for at in range(2, call.count + 1):
        word |= _word(call, at)
    return _signed(word)


def _bxor(call: Call) -> object:
    word = _word(call, 1)
    for at in range(2, call.count + 1):
        word ^= _word(call, at)
    return _signed(word)


# Of the number of bits to shift by, the low five count.


def _lshift(call: Call) -> object:
    word = _word(call, 1)
    by = _word(call, 2) & 31
    return _signed(word << by)


def _rshift(call: Call) -> object:
    word = _word(call, 1)
    return _signed(word >> (_word(call, 2) & 31))


def _arshift(call: Call) -> object:
    word = i64(_signed(_word(call, 1)))
    return _signed(word >> (_word(call, 2) & 31))


def _rotated(word: i64, by: i64) -> int:
    by &= 31
    return _signed((word << by) | (word >> (32 - by)))


def _rol(call: Call) -> object:
    word = _word(call, 1)
    return _rotated(word, _word(call, 2))


def _ror(call: Call) -> object:
    word = _word(call, 1)
    return _rotated(word, 32 - (_word(call, 2) & 31))


def _tohex(call: Call) -> object:
    """``bit.tohex(x [, n])``: the low n digits, in capitals for a negative n."""
    word = int(_word(call, 1))
    count = _signed(_word(call, 2)) if call.given(2) else 8
    digits = b"%08X" % word if count < 0 else b"%08x" % word
    count = min(abs(count), _MOST_DIGITS)
    return digits[8 - count :] if count <= 8 else digits.rjust(count, b"0")


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "arshift": _arshift,
    "band": _band,
    "bnot": _bnot,
    "bor": _bor,
    "bswap": _bswap,
    "bxor": _bxor,
    "lshift": _lshift,
    "rol": _rol,
    "ror": _ror,
    "rshift": _rshift,
    "tobit": _tobit,
    "tohex": _tohex,
}
