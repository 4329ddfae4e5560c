"""Lua values: how each kind is represented, in registers and boxed.

Boxed (in table slots, in the hands of a native): nil is None, booleans are bool, integers are int
within 64 bits, floats are float, strings are bytes; tables, functions, userdata and coroutines are
the classes here, in `table` and in `coroutine`.

In a register a value is a *tag* and one entry in the lane its tag names (integers, floats, references).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, final

from mypy_extensions import i64

from engine.compiler.proto import Proto

if TYPE_CHECKING:
    from engine.runtime.call import Call
    from engine.runtime.table import LuaTable

# Tags.  Falsy values are the two lowest; references start at T_STRING.
T_NIL: Final = 0
T_FALSE: Final = 1
T_TRUE: Final = 2
T_INT: Final = 3
T_FLOAT: Final = 4
T_STRING: Final = 5
T_TABLE: Final = 6
T_LUA: Final = 7  # a Lua closure
T_NATIVE: Final = 8
T_USERDATA: Final = 9
T_THREAD: Final = 10
T_CELL: Final = 11  # a captured local; never a value the program sees


@final
class Cell:
    """A captured local variable, shared by every closure that names it.  Holds one register's worth.

    `epoch` here and in the other classes of objects is the epoch that last wrote to it (see `Machine.epoch`).
    """

    __slots__ = ("born", "epoch", "integer", "number", "ref", "tag")

    def __init__(self, tag: i64, integer: i64, number: float, ref: object) -> None:
        self.tag: i64 = tag
        self.integer: i64 = integer
        self.number: float = number
        self.ref: object = ref
        self.born: i64 = 0  # the identity of a local's cell: the step that made it, shifted as others' identities are
        self.epoch: i64 = 0


@final
class LuaClosure:
    """A Lua function: a prototype and its upvalues.  `born` is its identity (see `Machine.new_identity`)."""

    __slots__ = ("born", "cells", "proto")

    def __init__(self, proto: Proto, cells: list[Cell], born: i64) -> None:
        self.proto: Proto = proto
        self.cells: list[Cell] = cells
        self.born: i64 = born


@final
class NativeFunction:
    """A function written in Python.

    `operation` is 0 for a plain native, else the number of an operation that the VM itself carries
    out (`pcall`, `coroutine.yield`, ...; see ``engine/vm/operations.py``).  `upvalues` is the only
    place where a native may keep state between calls; it is changed through `Call.set_upvalue` alone,
    so that history can undo the change.  `is_library` marks a native that only library code in Lua
    calls: it is part of its caller, as far as a program can see.
    """

    __slots__ = ("born", "epoch", "function", "is_library", "name", "operation", "upvalues")

    def __init__(
        self,
        name: str,
        function: "Callable[[Call], object]",
        operation: i64 = 0,
        upvalues: list[object] | None = None,
        born: i64 = 0,
    ) -> None:
        self.name: str = name
        self.function: Callable[[Call], object] = function
        self.operation: i64 = operation
        self.upvalues: list[object] | None = upvalues
        self.born: i64 = born
        self.epoch: i64 = 0
        self.is_library = False


SET_UP: Final = 1 << 36
"""The step that counts as the one that made what was there before the program: no program runs so long."""


def creation_step(born: i64) -> i64:
    """The step that made the object of an identity; 0 for what was there before the program."""
    step = born >> 16
    return 0 if step >= SET_UP else step


LIGHT: Final[object] = object()


@final
class UserData:
    """A full userdata: a Python object with a metatable and user values; with payload LIGHT, a light userdata."""

    __slots__ = ("born", "metatable", "payload", "values")

    def __init__(self, payload: object, metatable: "LuaTable | None", born: i64) -> None:
        self.payload: object = payload
        self.metatable: LuaTable | None = metatable
        self.values: list[object] = []
        self.born: i64 = born


class LuaError(Exception):
    """A Lua error on its way to whoever catches it; `value` is the error object, any Lua value.

    `traceback` is filled in where the error leaves the VM, for the person who reads it.  A `handled` error passes
    message handlers by (LUA_ERRERR).
    """

    def __init__(self, value: object, traceback: bytes | None = None, handled: bool = False) -> None:
        super().__init__(value)
        self.value: object = value
        self.traceback: bytes | None = traceback
        self.handled: bool = handled

    def __str__(self) -> str:
        value = self.value
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        return f"(error object is not a string: {value!r})"


@final
class Invoke:
    """What a native returns to say: call this function in my place; its results are mine."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: object, arguments: list[object]) -> None:
        self.function: object = function
        self.arguments: list[object] = arguments


_INTERNED: Final[dict[bytes, bytes]] = {}


def intern(text: bytes) -> bytes:
    """The one object that stands for this string wherever a program writes it down."""
    found = _INTERNED.get(text)
    if found is None:
        _INTERNED[text] = text
        return text
    return found


def interned(text: bytes) -> bytes:
    """The one object that stands for this string, if a program writes it down anywhere; else the string itself."""
    return _INTERNED.get(text, text)
