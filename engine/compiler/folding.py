"""Constant folding: what an operator makes of constants at compile time (as PUC Lua does it).

Only results that no run could tell apart are folded: no division by zero, no NaN, and no float zero
(whose sign would be lost among the constants; in a dialect that loses it, zeros are folded too).
Relies on `engine.runtime.numbers` and on the dialect's features.
"""

from typing import Final, final

from engine.runtime import numbers
from engine.syntax.dialects import Dialect

_BITWISE: Final = ("&", "|", "~", "<<", ">>")


@final
class Constant:
    """A value known at compile time: nil, a boolean, a number or a string, boxed."""

    def __init__(self, value: object) -> None:
        self.value: Final = value

    def truthy(self) -> bool:
        return self.value is not None and self.value is not False


NIL: Final = Constant(None)
TRUE: Final = Constant(True)
FALSE: Final = Constant(False)


def is_number(value: object) -> bool:
    """Whether a constant is an integer or a float."""
    return isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool))


def fold_unary(op: str, operand: Constant, dialect: Dialect) -> Constant | None:
    """``op operand``, None where it is left to run time."""
    value = operand.value
    if op == "not":
        return FALSE if operand.truthy() else TRUE
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if op == "-":
        return _number(-value, dialect)
    if op == "~":
        integer = numbers.to_integer(value)
        return None if integer is None else Constant(~integer)
    return None


def fold_binary(op: str, left: Constant, right: Constant, dialect: Dialect) -> Constant | None:
    """``left op right`` for arithmetic and bitwise operators, None where it is left to run time."""
    a = left.value
    b = right.value
    if isinstance(a, bool) or not isinstance(a, (int, float)):
        return None
    if isinstance(b, bool) or not isinstance(b, (int, float)):
        return None
    if op in _BITWISE:
        return _bitwise(op, a, b)
    if op in ("/", "//", "%") and b == 0:
        return None
    if isinstance(a, int) and isinstance(b, int) and op != "/" and op != "^":
        return _integers(op, a, b)
    return _floats(op, float(a), float(b), dialect)


def _number(value: int | float, dialect: Dialect) -> Constant | None:
    if isinstance(value, float):
        return None if value != value or (value == 0.0 and not dialect.zeros_merge) else Constant(value)
    return Constant(numbers.wrap(value))


def _integers(op: str, a: int, b: int) -> Constant | None:
    if op == "+":
        return Constant(numbers.wrap(a + b))
    if op == "-":
        return Constant(numbers.wrap(a - b))
    if op == "*":
        return Constant(numbers.wrap(a * b))
    if op == "//":
        return Constant(numbers.wrap(a // b))
    if op == "%":
        return Constant(numbers.wrap(a % b))
    return None


def _floats(op: str, a: float, b: float, dialect: Dialect) -> Constant | None:
    if op == "+":
        return _number(a + b, dialect)
    if op == "-":
        return _number(a - b, dialect)
    if op == "*":
        return _number(a * b, dialect)
    if op == "/":
        return _number(numbers.float_div(a, b), dialect)
    if op == "//":
        return _number(numbers.float_floor_div(a, b), dialect)
    if op == "%":
        remainder = numbers.float_quotient_mod(a, b) if dialect.quotient_modulo else numbers.float_mod(a, b)
        return _number(remainder, dialect)
    if op == "^":
        return _number(numbers.float_pow(a, b), dialect)
    return None


def _bitwise(op: str, a: int | float, b: int | float) -> Constant | None:
    x = numbers.to_integer(a)
    y = numbers.to_integer(b)
    if x is None or y is None:
        return None
    if op == "&":
        return Constant(x & y)
    if op == "|":
        return Constant(x | y)
    if op == "~":
        return Constant(x ^ y)
    if op == "<<":
        return Constant(int(numbers.shift_left(x, y)))
    return Constant(int(numbers.shift_left(x, numbers.wrap(-y) if y != numbers.MIN_INTEGER else 64)))
