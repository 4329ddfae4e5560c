"""The mathematical library where Lua 5.1, 5.2 or LuaJIT have it otherwise than later versions: floats alone.

The results are C's, to which Python's differ in what they do with what cannot be computed.
"""

import math
from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.numbers import INFINITY
from engine.stdlib import glibc_random, tausworthe_random
from engine.stdlib.math_library import float_remainder, natural_logarithm

# -- rounding ----------------------------------------------------------------------------------------------


def _floor(call: Call) -> object:
    value = call.check_float(1)
    return math.copysign(float(math.floor(value)), value) if math.isfinite(value) else value


def _ceil(call: Call) -> object:
    value = call.check_float(1)
    return math.copysign(float(math.ceil(value)), value) if math.isfinite(value) else value


def _modf(call: Call) -> object:
    fraction, whole = math.modf(call.check_float(1))
    return whole, fraction


def _fmod(call: Call) -> object:
    value, divisor = _two_floats(call)
    return float_remainder(value, divisor)


def _two_floats(call: Call) -> tuple[float, float]:
    """The first two arguments.  C compilers look at the second one first."""
    if call.machine.dialect.arguments_in_order:
        return call.check_float(1), call.check_float(2)
    second = call.check_float(2)
    return call.check_float(1), second


# -- extremes ----------------------------------------------------------------------------------------------


def _maximum(call: Call) -> object:
    best = call.check_float(1)
    for at in range(2, call.count + 1):
        value = call.check_float(at)
        if value > best:
            best = value
    return best


def _minimum(call: Call) -> object:
    best = call.check_float(1)
    for at in range(2, call.count + 1):
        value = call.check_float(at)
        if value < best:
            best = value
    return best


def _maximum_by_machine(call: Call) -> object:
    """As the processor's instruction has it: the later one, unless the earlier is greater."""
    best = call.check_float(1)
    for at in range(2, call.count + 1):
        value = call.check_float(at)
        best = best if best > value else value
    return best


def _minimum_by_machine(call: Call) -> object:
    best = call.check_float(1)
    for at in range(2, call.count + 1):
        value = call.check_float(at)
        best = best if best < value else value
    return best


# -- powers and logarithms ---------------------------------------------------------------------------------


def _logarithm(call: Call) -> object:
    return natural_logarithm(call.check_float(1))


def _logarithm_by_halves(call: Call) -> object:
    """With a base, computed by logarithms to base 2."""
    value = call.check_float(1)
    if not call.given(2):
        return natural_logarithm(value)
    base = call.check_float(2)
    return _binary_logarithm(value) * numbers.float_div(1.0, _binary_logarithm(base))


def _binary_logarithm(value: float) -> float:
    return math.log2(value) if value > 0.0 else natural_logarithm(value)


def _decimal_logarithm(call: Call) -> object:
    value = call.check_float(1)
    return math.log10(value) if value > 0.0 else natural_logarithm(value)


def _power(call: Call) -> object:
    base, exponent = _two_floats(call)
    return numbers.float_pow(base, exponent)


# -- trigonometry ------------------------------------------------------------------------------------------


def _arc_tangent(call: Call) -> object:
    return math.atan(call.check_float(1))


def _arc_tangent_of_two(call: Call) -> object:
    y, x = _two_floats(call)
    return math.atan2(y, x)


def _hyperbolic_cosine(call: Call) -> object:
    try:
        return math.cosh(call.check_float(1))
    except OverflowError:
        return INFINITY


def _hyperbolic_sine(call: Call) -> object:
    value = call.check_float(1)
    try:
        return math.sinh(value)
    except OverflowError:
        return math.copysign(INFINITY, value)


def _hyperbolic_tangent(call: Call) -> object:
    return math.tanh(call.check_float(1))


# -- random numbers ----------------------------------------------------------------------------------------


def _random(call: Call) -> object:
    """The number is taken first, whatever the arguments are."""
    taken = float(glibc_random.take(call.machine) % glibc_random.LARGEST) / float(glibc_random.LARGEST)
    if call.count == 0:
        return taken
    if call.count == 1:
        high = call.check_int(1)
        if high < 1:
            raise call.argument_error(1, b"interval is empty")
        return float(math.floor(taken * float(high))) + 1.0
    if call.count == 2:
        low = call.check_int(1)
        high = call.check_int(2)
        if low > high:
            raise call.argument_error(2, b"interval is empty")
        return float(math.floor(taken * float(high - low + 1))) + float(low)
    raise call.error(b"wrong number of arguments")


def _seed_random(call: Call) -> object:
    glibc_random.seed(call.machine, int(call.check_int(1)))
    return ()


FUNCTIONS: Final[dict[str, Callable[[Call], object]]] = {
    "atan:one argument": _arc_tangent,
    "atan2": _arc_tangent_of_two,
    "ceil:floats": _ceil,
    "cosh": _hyperbolic_cosine,
    "floor:floats": _floor,
    "fmod:floats": _fmod,
    "log:one argument": _logarithm,
    "log:binary": _logarithm_by_halves,
    "log10": _decimal_logarithm,
    "max:floats": _maximum,
    "max:machine": _maximum_by_machine,
    "min:floats": _minimum,
    "min:machine": _minimum_by_machine,
    "modf:floats": _modf,
    "pow": _power,
    "random:classic": _random,
    "random:tausworthe": tausworthe_random.random,
    "randomseed:classic": _seed_random,
    "randomseed:tausworthe": tausworthe_random.seed_random,
    "sinh": _hyperbolic_sine,
    "tanh": _hyperbolic_tangent,
}
