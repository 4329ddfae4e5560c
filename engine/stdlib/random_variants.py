"""`math.random` and `math.randomseed` of Lua 5.2 and 5.3, upon C's `rand`."""

import math
from collections.abc import Callable
from typing import Final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.stdlib import glibc_random

_SCALE: Final = 1.0 / 2147483648.0  # one more than the largest number that is drawn

# -- 5.2: of floats --------------------------------------------------------------------------------------


def _random_float(call: Call) -> object:
    """``math.random([m [, n]])`` of floats; the numbers drawn are from 0 to 1, that included."""
    drawn = float(glibc_random.take(call.machine) % glibc_random.LARGEST) / float(glibc_random.LARGEST)
    if call.count == 0:
        return drawn
    if call.count == 1:
        high = call.check_float(1)
        if not high >= 1.0:
            raise call.argument_error(1, b"interval is empty")
        return _floor(drawn * high) + 1.0
    if call.count == 2:
        low = call.check_float(1)
        high = call.check_float(2)
        if not low <= high:
            raise call.argument_error(2, b"interval is empty")
        return _floor(drawn * (high - low + 1.0)) + low
    raise call.error(b"wrong number of arguments")


def _floor(value: float) -> float:
    return value if math.isinf(value) or math.isnan(value) else float(math.floor(value))


def _seed_unsigned(call: Call) -> object:
    """``math.randomseed(x)``: the nearest integer, modulo 2^32; the first number is thrown away."""
    glibc_random.seed(call.machine, numbers.nearest_word(call.check_float(1)))
    glibc_random.take(call.machine)
    return ()


# -- 5.3: of integers -----------------------------------------------------------------------------------


def _random_integer(call: Call) -> object:
    """``math.random([m [, n]])``: a float less than 1, or an integer."""
    drawn = float(glibc_random.take(call.machine)) * _SCALE
    low: i64 = 1
    if call.count == 0:
        return drawn
    if call.count == 1:
        high = call.check_integer(1)
    elif call.count == 2:
        low = call.check_integer(1)
        high = call.check_integer(2)
    else:
        raise call.error(b"wrong number of arguments")
    if low > high:
        raise call.argument_error(1, b"interval is empty")
    if low < 0 and high > numbers.MAX_INTEGER + low:
        raise call.argument_error(1, b"interval too large")
    return low + i64(numbers.truncate(drawn * (float(high - low) + 1.0)))


def _seed_integer(call: Call) -> object:
    """``math.randomseed(x)``: a number without its fraction; the first number is thrown away."""
    glibc_random.seed(call.machine, numbers.truncate(call.check_float(1)))
    glibc_random.take(call.machine)
    return ()


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "random:floats": _random_float,
    "random:integers": _random_integer,
    "randomseed:unsigned": _seed_unsigned,
    "randomseed:integer": _seed_integer,
}
