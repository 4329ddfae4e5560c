"""How values without metamethods are shown: `tostring` and `type` (manual 6.1).

Relies on the classes that stand for Lua's values.  An object's address is its identity (`born`), so a
program prints the same in every run.
"""

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction, UserData


def type_name(value: object) -> bytes:
    """The name of a value's type, as `type` gives it."""
    if value is None:
        return b"nil"
    if isinstance(value, bytes):
        return b"string"
    if isinstance(value, bool):
        return b"boolean"
    if isinstance(value, (int, float)):
        return b"number"
    if isinstance(value, LuaTable):
        return b"table"
    if isinstance(value, (LuaClosure, NativeFunction)):
        return b"function"
    if isinstance(value, Coroutine):
        return b"thread"
    return b"userdata"


def tostring_basic(value: object, style: i64 = numbers.MARKED) -> bytes:
    """A value as `tostring` shows it when it has neither `__tostring` nor `__name`; `style` is that of floats."""
    if isinstance(value, bytes):
        return value
    if value is None:
        return b"nil"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, float):
        return numbers.float_to_bytes(value, style)
    if isinstance(value, int):
        return numbers.to_bytes(value)
    return type_name(value) + b": " + address(value)


def tostring_named(value: object, name: object, style: i64 = numbers.MARKED) -> bytes:
    """A value whose metatable has `name` in `__name`: the name counts if it is a string (`luaL_tolstring`)."""
    if isinstance(name, bytes) and identity(value) >= 0:
        return name.partition(b"\0")[0] + b": " + address(value)
    return tostring_basic(value, style)


def address(value: object) -> bytes:
    """What "%p" shows of an object (a value that is not nil, a boolean, a number or a string)."""
    return b"0x%014x" % int(identity(value))


def identity(value: object) -> i64:
    """An object's `born`; -1 for values that are no objects."""
    if isinstance(value, LuaTable):
        return value.born
    if isinstance(value, LuaClosure):
        return value.born
    if isinstance(value, NativeFunction):
        return value.born
    if isinstance(value, UserData):
        return value.born
    if isinstance(value, Coroutine):
        return value.born
    return -1
