"""Narrowing: what a condition says about the types of the variables and fields in it.

Relies on `model`.  What would contradict an annotation is taken for a check of it: then nothing is known.
"""

from functools import lru_cache
from typing import Final

from engine.syntax import ast
from lsp.types.model import (
    BOOLEAN,
    FALSE,
    FILE,
    FUNCTION,
    NEVER,
    NIL,
    NUMBER,
    STRING,
    TABLE,
    THREAD,
    TRUE,
    UNKNOWN,
    USERDATA,
    Array,
    Basic,
    Function,
    Literal,
    Map,
    Named,
    Record,
    Table,
    Tuple,
    Type,
    falsy,
    is_unknown,
    members,
    union,
)

_NAMED: Final[dict[bytes, Type]] = {
    b"nil": NIL,
    b"boolean": BOOLEAN,
    b"number": NUMBER,
    b"string": STRING,
    b"table": TABLE,
    b"function": FUNCTION,
    b"thread": THREAD,
    b"userdata": USERDATA,
}


def falsy_here(kind: Type) -> Type:
    """What is left of a type if the value counts as false: nil or false, whatever it may have been."""
    return union((NIL, FALSE)) if is_unknown(kind) else falsy(kind)


def is_type(kind: Type, name: bytes) -> Type:
    """What is left of a type if `type` gives this name."""
    wanted = _NAMED.get(name)
    if wanted is None:
        return UNKNOWN
    if is_unknown(kind):
        return wanted
    left = [one for one in members(kind) if type_name(one) in (name, b"")]
    if not left:
        return wanted  # a check of what an annotation promises
    return union(one if type_name(one) == name or isinstance(one, Named) else wanted for one in left)


def is_not_type(kind: Type, name: bytes) -> Type:
    """What is left of a type if `type` gives another name."""
    if is_unknown(kind):
        return UNKNOWN
    left = union(one for one in members(kind) if type_name(one) != name)
    return UNKNOWN if left == NEVER else left


def type_name(kind: Type) -> bytes:
    """What `type` gives for values of a single type; empty if that is not certain."""
    if isinstance(kind, Literal):
        return b"number" if kind.basic in ("integer", "number") else kind.basic.encode()
    if isinstance(kind, (Array, Map, Tuple, Record, Table)):
        return b"table"
    if isinstance(kind, Function):
        return b"function"
    if kind == FILE:
        return b"userdata"
    if isinstance(kind, Basic):
        if kind.name == "integer":
            return b"number"
        return b"userdata" if kind.name == "lightuserdata" else kind.name.encode() if kind not in _VAGUE else b""
    return b""


_VAGUE: Final = (UNKNOWN, Basic("any"))


def is_equal(kind: Type, value: Type) -> Type:
    """What is left of a type if the value equals a constant."""
    if value == NIL:
        return NIL if is_unknown(kind) or NIL in members(kind) else UNKNOWN
    if is_unknown(kind):
        return UNKNOWN
    if value in (TRUE, FALSE):
        return value
    same = [one for one in members(kind) if one == value]
    if same:
        return value
    if isinstance(value, Literal) and Basic(value.basic) in members(kind):
        return Basic(value.basic)
    return UNKNOWN


def is_not_equal(kind: Type, value: Type) -> Type:
    """What is left of a type if the value differs from a constant."""
    if is_unknown(kind):
        return UNKNOWN
    if value in (TRUE, FALSE) and BOOLEAN in members(kind):
        other = FALSE if value == TRUE else TRUE
        return union(other if one == BOOLEAN else one for one in members(kind))
    left = union(one for one in members(kind) if one != value)
    return UNKNOWN if left == NEVER else left


def constant(expr: ast.Expr) -> Type | None:
    """The type of a constant that a value may be compared with."""
    if isinstance(expr, ast.Nil):
        return NIL
    if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral)):
        return TRUE if isinstance(expr, ast.TrueLiteral) else FALSE
    if isinstance(expr, ast.String):
        return _text(expr.value)
    if isinstance(expr, ast.Number):
        return Literal("integer" if isinstance(expr.value, int) else "number", repr(expr.value))
    return None


@lru_cache(maxsize=4096)
def _text(value: bytes) -> Type:
    return Literal("string", '"' + value.decode("utf-8", "replace") + '"')


def type_test(expr: ast.Expr) -> ast.Expr | None:
    """What ``type(x)`` asks about."""
    if isinstance(expr, ast.Call) and isinstance(expr.function, ast.Name) and expr.function.name == b"type":
        return expr.arguments[0] if len(expr.arguments) == 1 else None
    return None
