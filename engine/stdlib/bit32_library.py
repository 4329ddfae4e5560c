"""The library `bit32` of Lua 5.2 (its manual, 6.7): operations on integers of 32 bits without sign.

Any number will do as an operand: it is rounded to the nearest integer and taken modulo 2^32.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call

_BITS: Final = 32
_ALL: Final = 0xFFFFFFFF


def _word(call: Call, at: i64) -> i64:
    return numbers.nearest_word(call.check_float(at))


def _all_and(call: Call) -> i64:
    result: i64 = _ALL
    for at in range(1, call.count + 1):
        result &= _word(call, at)
    return result


def _and(call: Call) -> object:
    return int(_all_and(call))


def _test(call: Call) -> object:
    return _all_and(call) != 0


def _or(call: Call) -> object:
    result: i64 = 0
    for at in range(1, call.count + 1):
        result |= _word(call, at)
    return int(result)


def _exclusive_or(call: Call) -> object:
    result: i64 = 0
    for at in range(1, call.count + 1):
        result ^= _word(call, at)
    return int(result)


def _not(call: Call) -> object:
    return int(~_word(call, 1) & _ALL)


# -- shifts and rotations ----------------------------------------------------------------------------------


def _shifted(word: i64, by: i64) -> int:
    """A word shifted to the left, to the right if `by` is negative; what is shifted out is lost."""
    if by <= -_BITS or by >= _BITS:
        return 0
    return int(word >> -by if by < 0 else (word << by) & _ALL)


def _left_shift(call: Call) -> object:
    by = call.check_int(2)  # first, as C compilers evaluate arguments
    return _shifted(_word(call, 1), by)


def _right_shift(call: Call) -> object:
    by = -call.check_int(2)  # first, as C compilers evaluate arguments
    return _shifted(_word(call, 1), by)


def _arithmetic_shift(call: Call) -> object:
    """To the right, with copies of the highest bit from the left."""
    word = _word(call, 1)
    by = call.check_int(2)
    if by < 0 or word >> (_BITS - 1) == 0:
        return _shifted(word, -by)
    if by >= _BITS:
        return _ALL
    return int((word - (_ALL + 1)) >> by & _ALL)


def _rotated(word: i64, by: i64) -> int:
    by &= _BITS - 1
    return int((word << by | word >> (_BITS - by)) & _ALL)


def _left_rotation(call: Call) -> object:
    by = call.check_int(2)
    return _rotated(_word(call, 1), by)


def _right_rotation(call: Call) -> object:
    by = call.check_int(2)
    return _rotated(_word(call, 1), -by)


# -- fields ------------------------------------------------------------------------------------------------


def _field(call: Call, at: i64) -> tuple[i64, i64]:
    """The lowest bit of a field and the mask of its width, from argument `at` and the next."""
    low = call.check_int(at)
    width = call.opt_int(at + 1, 1)
    if low < 0:
        raise call.argument_error(at, b"field cannot be negative")
    if width <= 0:
        raise call.argument_error(at + 1, b"width must be positive")
    if low + width > _BITS:
        raise call.error(b"trying to access non-existent bits")
    return low, _ALL >> (_BITS - width)


def _extract(call: Call) -> object:
    word = _word(call, 1)
    low, mask = _field(call, 2)
    return int(word >> low & mask)


def _replace(call: Call) -> object:
    word = _word(call, 1)
    value = _word(call, 2)
    low, mask = _field(call, 3)
    return int((word & ~(mask << low)) | (value & mask) << low)


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "arshift": _arithmetic_shift,
    "band": _and,
    "bnot": _not,
    "bor": _or,
    "btest": _test,
    "bxor": _exclusive_or,
    "extract": _extract,
    "lrotate": _left_rotation,
    "lshift": _left_shift,
    "replace": _replace,
    "rrotate": _right_rotation,
    "rshift": _right_shift,
}
