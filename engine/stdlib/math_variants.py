"""`math.log` and `math.pow` as Lua 5.2 has them."""

import math
from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.stdlib.math_library import natural_logarithm


def _logarithm(call: Call) -> object:
    """Base 10 alone is computed directly."""
    value = call.check_float(1)
    if call.is_none_or_nil(2):
        return natural_logarithm(value)
    base = call.check_float(2)
    if base == 10.0:
        return math.log10(value) if value > 0.0 else natural_logarithm(value)
    return numbers.float_div(natural_logarithm(value), natural_logarithm(base))


def _power(call: Call) -> object:
    """The base is checked first."""
    base = call.check_float(1)
    return numbers.float_pow(base, call.check_float(2))


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {"log:decimal": _logarithm, "pow:base first": _power}
