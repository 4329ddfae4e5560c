"""The mathematical library (manual 6.7), but for its pseudo-random functions (see `random`).

Every function gives what C's does where Python raises an exception: infinities, and NaN with the sign that
x86-64 gives it.  `math.max` and `math.min` leave what is not a number to Lua code (``prelude_math.lua``).
"""

import math
from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.numbers import INFINITY, NAN
from engine.runtime.values import Invoke
from engine.stdlib import pseudo_random

_TWO_63: Final = 9223372036854775808.0
_INT_HALF: Final = 0x80000000
_INT_MASK: Final = 0xFFFFFFFF
_TO_DEGREES: Final = 180.0 / math.pi
_TO_RADIANS: Final = math.pi / 180.0

# -- integers and floats -----------------------------------------------------------------------------------


def _absolute(call: Call) -> object:
    value = call.arg(1)
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.wrap(-value) if value < 0 else value
    return math.fabs(call.check_float(1))


def floor_number(value: float) -> int | float:
    """The largest integral value not above `value`: an integer if it fits one, else a float."""
    if -_TWO_63 <= value < _TWO_63:
        integer = i64(value)
        return integer - 1 if float(integer) > value else integer
    return value


def ceil_number(value: float) -> int | float:
    """The smallest integral value not below `value`: an integer if it fits one, else a float."""
    if -_TWO_63 <= value < _TWO_63:
        integer = i64(value)
        return integer + 1 if float(integer) < value else integer
    return value


def _floor(call: Call) -> object:
    value = call.check_number(1)
    return floor_number(value) if isinstance(value, float) else value


def _ceil(call: Call) -> object:
    value = call.check_number(1)
    return ceil_number(value) if isinstance(value, float) else value


def _modf(call: Call) -> object:
    value = call.check_number(1)
    if not isinstance(value, float):
        return value, 0.0
    whole = ceil_number(value) if value < 0.0 else floor_number(value)
    if value == whole:
        return whole, 0.0
    return whole, value - whole


def _fmod(call: Call) -> object:
    a = call.arg(1)
    b = call.arg(2)
    if not isinstance(a, int) or not isinstance(b, int) or isinstance(a, bool) or isinstance(b, bool):
        divisor = call.check_float(2)  # first, as C compilers evaluate arguments
        return float_remainder(call.check_float(1), divisor)
    if b == 0:
        raise call.argument_error(2, b"zero")
    remainder = abs(a) % abs(b)
    return -remainder if a < 0 else remainder


def float_remainder(a: float, b: float) -> float:
    """C's `fmod`: the remainder of a division that rounds toward zero."""
    if b == 0.0 or math.isinf(a):
        if math.isnan(a):
            return a
        return b if math.isnan(b) else NAN
    return math.fmod(a, b)


def _to_integer(call: Call) -> object:
    return numbers.to_integer(call.check_any(1))


def _type(call: Call) -> object:
    value = call.check_any(1)
    if isinstance(value, float):
        return b"float"
    return b"integer" if _is_number(value) else None


def unsigned_less(call: Call) -> object:
    """``math.ult(m, n)``: whether m < n as integers without sign."""
    a = call.check_integer(1)
    b = call.check_integer(2)
    return (a < b) != ((a < 0) != (b < 0))


# -- extremes ----------------------------------------------------------------------------------------------


def _maximum(call: Call) -> object:
    best = call.check_any(1)
    for at in range(2, call.count + 1):
        value = call.arg(at)
        if not (_is_number(best) and _is_number(value)):
            return _extreme(call, b"math.max")
        if _less(best, value):
            best = value
    return best


def _minimum(call: Call) -> object:
    best = call.check_any(1)
    for at in range(2, call.count + 1):
        value = call.arg(at)
        if not (_is_number(best) and _is_number(value)):
            return _extreme(call, b"math.min")
        if _less(value, best):
            best = value
    return best


def _is_number(value: object) -> bool:
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool))


def _less(a: object, b: object) -> bool:
    """Compare two numbers; Python compares an int with a float exactly, as Lua does."""
    assert isinstance(a, (int, float))
    assert isinstance(b, (int, float))
    return a < b


def _extreme(call: Call, name: bytes) -> Invoke:
    """Find it with Lua's own comparison, which takes strings and metamethods."""
    arguments: list[object] = [int(call.count)]
    arguments.extend(call.args())
    return Invoke(call.machine.prelude[name], arguments)


# -- powers and logarithms ---------------------------------------------------------------------------------


def _square_root(call: Call) -> object:
    value = call.check_float(1)
    return NAN if value < 0.0 else math.sqrt(value)


def _exponential(call: Call) -> object:
    try:
        return math.exp(call.check_float(1))
    except OverflowError:
        return INFINITY


def _logarithm(call: Call) -> object:
    value = call.check_float(1)
    if call.is_none_or_nil(2):
        return natural_logarithm(value)
    base = call.check_float(2)
    if base == 2.0 and value > 0.0:
        return math.log2(value)
    if base == 10.0 and value > 0.0:
        return math.log10(value)
    if base == 2.0 or base == 10.0:
        return natural_logarithm(value)  # the same in any base
    return numbers.float_div(natural_logarithm(value), natural_logarithm(base))


def natural_logarithm(value: float) -> float:
    """C's `log`: minus infinity at zero, NaN below it."""
    if value == 0.0:
        return -INFINITY
    return NAN if value < 0.0 else math.log(value)


def _float_parts(call: Call) -> object:
    """``math.frexp(x)``: m and e with x = m * 2^e, m in [0.5, 1) or zero."""
    return math.frexp(call.check_float(1))


def _scaled(call: Call) -> object:
    """``math.ldexp(m, e)``: m * 2^e; the exponent is taken as a C int."""
    if call.machine.dialect.exponent_first:
        call.check_float(2)
    value = call.check_float(1)
    exponent = ((int(call.check_integer(2)) + _INT_HALF) & _INT_MASK) - _INT_HALF
    try:
        return math.ldexp(value, exponent)
    except OverflowError:
        return math.copysign(INFINITY, value)


# -- trigonometry ------------------------------------------------------------------------------------------


def _degrees(call: Call) -> object:
    return call.check_float(1) * _TO_DEGREES


def _radians(call: Call) -> object:
    return call.check_float(1) * _TO_RADIANS


def _sine(call: Call) -> object:
    angle = call.check_float(1)
    return NAN if math.isinf(angle) else math.sin(angle)


def _cosine(call: Call) -> object:
    angle = call.check_float(1)
    return NAN if math.isinf(angle) else math.cos(angle)


def _tangent(call: Call) -> object:
    angle = call.check_float(1)
    return NAN if math.isinf(angle) else math.tan(angle)


def _arc_sine(call: Call) -> object:
    value = call.check_float(1)
    return math.nan if math.fabs(value) > 1.0 else math.asin(value)


def _arc_cosine(call: Call) -> object:
    value = call.check_float(1)
    return math.nan if math.fabs(value) > 1.0 else math.acos(value)


def _arc_tangent(call: Call) -> object:
    return math.atan2(call.check_float(1), float(call.opt_number(2, 1)))


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "abs": _absolute,
    "acos": _arc_cosine,
    "asin": _arc_sine,
    "atan": _arc_tangent,
    "ceil": _ceil,
    "cos": _cosine,
    "deg": _degrees,
    "exp": _exponential,
    "floor": _floor,
    "fmod": _fmod,
    "frexp": _float_parts,
    "ldexp": _scaled,
    "log": _logarithm,
    "max": _maximum,
    "min": _minimum,
    "modf": _modf,
    "rad": _radians,
    "random": pseudo_random.random,
    "randomseed": pseudo_random.seed_random,
    "sin": _sine,
    "sqrt": _square_root,
    "tan": _tangent,
    "tointeger": _to_integer,
    "type": _type,
    "ult": unsigned_less,
}

CONSTANTS: Final[dict[str, object]] = {
    "huge": INFINITY,
    "maxinteger": numbers.MAX_INTEGER,
    "mininteger": numbers.MIN_INTEGER,
    "pi": math.pi,
}
