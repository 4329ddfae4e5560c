"""Calls natives of the standard library without a VM, and the same functions of PUC Lua, to compare the two.

A call's outcome is ``(True, results...)`` or ``(False, message)``, as `pcall` has it.  Tables stand for
themselves in arguments, and come back as dicts; a native that hands over to the prelude gives its `Invoke`.
"""

import io
import math
from collections.abc import Callable

from lupa import lua54

from engine.runtime.call import Call
from engine.runtime.host import Host
from engine.runtime.table import LuaTable, denormalise
from engine.runtime.values import Invoke, LuaError, NativeFunction
from engine.vm.machine import Machine

LUA = lua54.LuaRuntime(encoding=None)
_PCALL = LUA.eval("function(library, name, ...) return table.pack(pcall(_G[library][name], ...)) end")
_TABLE = LUA.eval("function(array) return {table.unpack(array, 1, array.n)} end")

Outcome = tuple[object, ...]
Functions = dict[str, Callable[[Call], object]]


class Natives:
    """A machine with one library, whose natives are called from Python."""

    def __init__(self, library: str, functions: Functions, host: Host | None = None) -> None:
        self.machine = Machine(host or Host(io.BytesIO(), io.BytesIO(), io.BytesIO()))
        self.library = library
        self.table = LuaTable(1)
        self.natives = {name: NativeFunction(name, function) for name, function in functions.items()}
        for name, native in self.natives.items():
            self.table.set(name.encode(), native)
        loaded = LuaTable(2)
        loaded.set(library.encode(), self.table)
        self.machine.registry.set(b"_LOADED", loaded)

    def call(self, name: str, *arguments: object) -> Outcome:
        """Call a function of the library."""
        return self.call_native(self.natives[name], *arguments)

    def call_native(self, native: NativeFunction, *arguments: object) -> Outcome:
        machine = self.machine
        call = machine.call
        machine.main.reserve(len(arguments))
        for at, argument in enumerate(arguments):
            machine.main.put(at, argument)
        call.coroutine = machine.main
        call.function = machine.running = native
        call.base = 0
        call.count = len(arguments)
        try:
            result = native.function(call)
        except LuaError as error:
            return (False, error.value)
        finally:
            machine.running = None
        return (True, *result) if isinstance(result, tuple) else (True, result)

    def same(self, name: str, *arguments: object) -> None:
        """Check that the call has the same outcome as in PUC Lua."""
        expected = puc(self.library, name, *arguments)
        found = self.call(name, *[_ours(argument) for argument in arguments])
        assert not any(isinstance(value, Invoke) for value in found), f"{name} handed over to the prelude"
        assert shown(found) == shown(expected)


def puc(library: str, name: str, *arguments: object) -> Outcome:
    """The outcome of the call in PUC Lua; Python lists are tables."""
    packed = _PCALL(library.encode(), name.encode(), *[_theirs(argument) for argument in arguments])
    return tuple(packed[at] for at in range(1, packed[b"n"] + 1))


def _theirs(value: object) -> object:
    if isinstance(value, list):
        return _TABLE(LUA.table_from({**dict(enumerate(value, 1)), b"n": len(value)}))
    return value


def _ours(value: object) -> object:
    if isinstance(value, list):
        return table_of(value)
    return value


def table_of(values: list[object]) -> LuaTable:
    table = LuaTable(3)
    table.array = list(values)
    return table


def shown(values: Outcome) -> list[object]:
    """Values in a form that can be compared: ints and floats differ, NaN is equal to itself, tables are dicts."""
    return [_shown(value) for value in values]


def _shown(value: object) -> object:
    if isinstance(value, float):
        return "nan" if math.isnan(value) else ("float", repr(value))
    if isinstance(value, LuaTable):
        return {key: _shown(item) for key, item in items_of(value)}
    if lua54.lua_type(value) == "table":
        return {key: _shown(item) for key, item in value.items()}  # type: ignore[attr-defined]
    return value


def items_of(table: LuaTable) -> list[tuple[object, object]]:
    found = []
    position = table.next_position(-1)
    while position >= 0:
        found.append((denormalise(table.key_at(position)), table.value_at(position)))
        position = table.next_position(position)
    return found
