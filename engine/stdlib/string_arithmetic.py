"""The string metatable's arithmetic: strings that look like numbers count as numbers (manual 3.4.3).

Relies on the number rules.  The VM comes here when an operand is a string.
"""

from collections.abc import Callable
from typing import Final

from engine.runtime import numbers
from engine.runtime.call import Call
from engine.runtime.tostring import type_name
from engine.runtime.values import Invoke, LuaError


def _no_numbers(call: Call, event: bytes) -> object:
    """The operands are not both numbers: the second one's metamethod, or an error."""
    first = call.arg(1)
    second = call.arg(2)
    if not isinstance(second, bytes):
        method = call.metamethod(second, event)
        if method is not None:
            return Invoke(method, [first, second])
    message = b"attempt to " + event[2:] + b" a '" + type_name(first) + b"' with a '" + type_name(second) + b"'"
    raise call.error(message)


def add(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__add")
    if isinstance(a, float) or isinstance(b, float):
        return float(a) + float(b)
    return numbers.wrap(a + b)


def subtract(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__sub")
    if isinstance(a, float) or isinstance(b, float):
        return float(a) - float(b)
    return numbers.wrap(a - b)


def multiply(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__mul")
    if isinstance(a, float) or isinstance(b, float):
        return float(a) * float(b)
    return numbers.wrap(a * b)


def modulo(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__mod")
    if isinstance(a, float) or isinstance(b, float):
        return numbers.float_mod(float(a), float(b))
    if b == 0:
        raise LuaError(numbers.MODULO_BY_ZERO)
    return int(numbers.integer_mod(a, b))


def power(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__pow")
    return numbers.float_pow(float(a), float(b))


def divide(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__div")
    return numbers.float_div(float(a), float(b))


def floor_divide(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    b = numbers.to_number(call.arg(2))
    if a is None or b is None:
        return _no_numbers(call, b"__idiv")
    if isinstance(a, float) or isinstance(b, float):
        return numbers.float_floor_div(float(a), float(b))
    if b == 0:
        raise LuaError(numbers.DIVISION_BY_ZERO)
    return int(numbers.integer_floor_div(a, b))


def negate(call: Call) -> object:
    a = numbers.to_number(call.arg(1))
    if a is None or numbers.to_number(call.arg(2)) is None:
        return _no_numbers(call, b"__unm")
    if isinstance(a, float):
        return -a
    return numbers.wrap(-a)


METAMETHODS: Final[dict[str, Callable[[Call], object]]] = {
    "__add": add,
    "__sub": subtract,
    "__mul": multiply,
    "__mod": modulo,
    "__pow": power,
    "__div": divide,
    "__idiv": floor_divide,
    "__unm": negate,
}
