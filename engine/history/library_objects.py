"""The objects that every machine of a dialect has from the start, in an order that is always the same.

They are what `open_libraries` makes: tables of functions, natives, library code in Lua and its variables.  A snapshot
names them by their places in this order, and writes down only what they hold; so they stay the objects that the VM
itself knows.  The order is taken before a program runs, while everything stands where it was put.
"""

import hashlib
from typing import Final, final

from engine.compiler.chunks import dump
from engine.compiler.proto import Proto
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, denormalise
from engine.runtime.values import T_STRING, Cell, LuaClosure, NativeFunction, UserData
from engine.vm.machine import Machine


@final
class LibraryObjects:
    """The library objects of a machine that has run nothing yet, and the prototypes of its library code."""

    def __init__(self, machine: Machine) -> None:
        self.objects: Final[list[object]] = []
        self.protos: Final[list[Proto]] = []
        self._places: Final[dict[object, int]] = {}
        self._outer: Final[list[Proto]] = []  # those that are not inside of another
        self._seen: Final[set[Proto]] = set()
        self._description: Final[list[str]] = [machine.dialect.name]
        roots: list[object] = [machine.main, machine.globals, machine.registry]
        roots += machine.type_metatables
        roots += machine.prelude.values()
        for function, front in machine.fronts.items():
            roots += [function, front]
        roots += [machine.no_function, machine.killer, machine.finalizer, machine.handling, machine.entry]
        # What opening the libraries has left behind.
        roots += [machine.main.get(at) for at in range(machine.main.size)]
        roots += machine.results or []
        for root in roots:
            self._add(root)
        at = 0
        while at < len(self.objects):
            self._trace(self.objects[at])
            at += 1

    def fingerprint(self) -> bytes:
        """The same wherever a snapshot that names these objects can be read."""
        digest = hashlib.blake2b(digest_size=16)
        for text in self._description:
            digest.update(text.encode() + b"\n")
        for proto in self._outer:
            digest.update(dump(proto, True))
        return digest.digest()

    def _add(self, value: object) -> None:
        if isinstance(value, (LuaTable, LuaClosure, NativeFunction, UserData, Coroutine, Cell)):
            if value not in self._places:
                self._places[value] = len(self.objects)
                self.objects.append(value)

    def _trace(self, value: object) -> None:
        if isinstance(value, LuaTable):
            self._description.append("table")
            for element in value.array:
                self._add(element)
            for at, key in enumerate(value.keys):
                name = denormalise(key)
                self._description.append(name.decode("latin-1") if isinstance(name, bytes) else "key")
                self._add(name)
                self._add(value.values[at])
            self._add(value.metatable)
        elif isinstance(value, NativeFunction):
            self._description.append(f"native {value.name} {value.operation}")
            if value.upvalues is not None:
                for upvalue in value.upvalues:
                    self._add(upvalue)
        elif isinstance(value, LuaClosure):
            self._description.append("function")
            if value.proto not in self._seen:
                self._outer.append(value.proto)
                self._add_proto(value.proto)
            for cell in value.cells:
                self._add(cell)
        elif isinstance(value, Cell):
            self._description.append("variable")
            if value.tag >= T_STRING:
                self._add(value.ref)
        elif isinstance(value, UserData):
            self._description.append("userdata")
            self._add(value.metatable)
            for one in value.values:
                self._add(one)

    def _add_proto(self, proto: Proto) -> None:
        if proto not in self._seen:
            self._seen.add(proto)
            self.protos.append(proto)
            for inner in proto.protos:
                self._add_proto(inner)
