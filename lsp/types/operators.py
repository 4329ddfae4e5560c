"""The types that operators give.  Relies on `model`."""

from typing import Final

from engine.syntax.dialects import Dialect
from lsp.types.model import (
    BOOLEAN,
    FALSE,
    INTEGER,
    NEVER,
    NIL,
    NUMBER,
    STRING,
    UNKNOWN,
    Named,
    Table,
    Type,
    falsy,
    is_unknown,
    members,
    truthy,
    union,
    widened,
)

COMPARISONS: Final = frozenset(("==", "~=", "<", "<=", ">", ">="))
ARITHMETIC: Final = frozenset(("+", "-", "*", "%", "//", "/", "^"))
BITWISE: Final = frozenset(("&", "|", "~", "<<", ">>"))
BINARY_EVENTS: Final = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "//": "idiv",
    "%": "mod",
    "^": "pow",
    "..": "concat",
    "&": "band",
    "|": "bor",
    "~": "bxor",
    "<<": "shl",
    ">>": "shr",
}
UNARY_EVENTS: Final = {"-": "unm", "#": "len", "~": "bnot"}
"""What metatables and ``---@operator`` call the operators that may give anything."""

_INTEGRAL: Final = frozenset(("+", "-", "*", "%", "//"))
_FLOATING: Final = ("/", "^")


def unary(op: str, operand: Type, has_integers: bool) -> Type:
    """The type of an operator with one operand."""
    if op == "not":
        return BOOLEAN
    if op == "#":
        return INTEGER if has_integers else NUMBER
    if op == "~":
        return INTEGER
    operand = widened(operand)
    return operand if operand in (INTEGER, NUMBER) else NUMBER if operand == STRING else UNKNOWN


def binary(op: str, left: Type, right: Type, dialect: Dialect) -> Type:
    """The type of an operator with two operands, other than `and` and `or`."""
    if op in COMPARISONS:
        return BOOLEAN
    if op == "..":
        return STRING if _is_plain(left) and _is_plain(right) and _says(left, right) else UNKNOWN
    left, right = widened(left), widened(right)
    if left not in (INTEGER, NUMBER, STRING) or right not in (INTEGER, NUMBER, STRING):
        return UNKNOWN
    if op in BITWISE:
        return INTEGER if dialect.integers else NUMBER
    if op in _INTEGRAL and left == right == INTEGER:
        return INTEGER
    return NUMBER if op in ARITHMETIC else UNKNOWN


def _is_plain(kind: Type) -> bool:
    """Whether a value has no metamethods of its own, as far as its type says."""
    return not any(isinstance(one, (Table, Named)) for one in members(kind))


def _says(left: Type, right: Type) -> bool:
    return any(widened(one) in (STRING, INTEGER, NUMBER) for one in (left, right))


def logical(op: str, left: Type, right: Type) -> Type:
    """The type of ``left and right`` or ``left or right``; what `left` is an alias for has been put in its place."""
    if is_unknown(left):
        # Whatever stands left of `and`: if it counts as false, it is nil or false.
        return UNKNOWN if op == "or" or is_unknown(right) else union((NIL, FALSE, right))
    kept, other = (falsy(left), truthy(left)) if op == "and" else (truthy(left), falsy(left))
    if kept == NEVER:
        return right
    if other == NEVER:
        return left
    return union((kept, right))
