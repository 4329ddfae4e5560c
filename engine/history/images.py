"""Images: what a whole object was when an epoch first wrote to it.

A checkpoint copies nothing when it is made.  The first write to an object in the epoch that follows keeps an image of
it (`Machine.keep_table` and its neighbours); putting all images of an epoch back, last first, gives the state at its
beginning, and putting them back once more, first first, the state that was left.  Object identity stays intact.
Relies on `Change`, whose `swap` both directions use.
"""

from typing import TYPE_CHECKING, final

from mypy_extensions import i64, mypyc_attr

from engine.compiler.proto import Proto
from engine.history.changes import (
    Change,
    CollectorChange,
    CoroutineChange,
    EnvironmentChange,
    HookChange,
    MachineChange,
)
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import NO_ARRAY, LuaTable
from engine.runtime.values import Cell, LuaClosure, NativeFunction

if TYPE_CHECKING:
    from engine.vm.machine import Machine


@final
@mypyc_attr(acyclic=True)
class TableImage(Change):
    """A whole table.

    Lists of keys only ever grow, or are replaced by new ones (`LuaTable.rebuild`).  So the image keeps the list
    itself and how many keys it had; while the image is put back, `later` keeps those that came after.
    """

    def __init__(self, table: LuaTable) -> None:
        self.table = table
        self.array: list[object] = NO_ARRAY if len(table.array) == 0 else table.array[:]
        self.values: list[object] = table.values if table.slots is None else table.values[:]
        self.keys: list[object] = table.keys
        self.slots: dict[object, int] | None = table.slots
        self.limit: i64 = table.limit
        self.metatable: LuaTable | None = table.metatable
        self.count: i64 = len(table.keys)
        self.later: list[object] | None = None

    def swap(self) -> None:
        table = self.table
        later = self.later
        if later is None:
            self.later = self._take_later()
            self._exchange()
        else:
            self.later = None
            keys, slots = table.keys, table.slots
            self._exchange()
            if len(later) > 0 and slots is not None:
                for key in later:
                    slots[key] = len(keys)
                    keys.append(key)
        table.absent = 0

    def _take_later(self) -> list[object]:
        keys, slots = self.keys, self.slots
        later = keys[self.count :]
        if len(later) > 0 and slots is not None:
            for key in later:
                del slots[key]
            del keys[self.count :]
        return later

    def _exchange(self) -> None:
        table = self.table
        table.array, self.array = self.array, table.array
        table.values, self.values = self.values, table.values
        table.keys, self.keys = self.keys, table.keys
        table.slots, self.slots = self.slots, table.slots
        table.limit, self.limit = self.limit, table.limit
        table.metatable, self.metatable = self.metatable, table.metatable

    def size(self) -> int:
        return 160 + 8 * len(self.array) + 8 * len(self.values)

    def subject(self) -> object:
        return self.table


@final
@mypyc_attr(acyclic=True)
class CoroutineImage(Change):
    """A whole coroutine: its registers, frames and status."""

    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine
        self.status = CoroutineChange(coroutine)
        self.environment = EnvironmentChange(coroutine)
        self.hook = HookChange(coroutine)
        self.tags = coroutine.tags[:]
        self.ints = coroutine.ints[:]
        self.floats = coroutine.floats[:]
        self.refs: list[object] = coroutine.refs[:]
        self.room: i64 = coroutine.size
        self.functions: list[object] = coroutine.functions[:]
        self.infos = coroutine.infos[:]
        self.pcs = coroutine.pcs[:]

    def swap(self) -> None:
        co = self.coroutine
        self.status.swap()
        self.environment.swap()
        self.hook.swap()
        co.tags, self.tags = self.tags, co.tags
        co.ints, self.ints = self.ints, co.ints
        co.floats, self.floats = self.floats, co.floats
        co.refs, self.refs = self.refs, co.refs
        co.size, self.room = self.room, co.size
        co.functions, self.functions = self.functions, co.functions
        co.infos, self.infos = self.infos, co.infos
        co.pcs, self.pcs = self.pcs, co.pcs

    def size(self) -> int:
        return 400 + 25 * int(self.room) + 24 * len(self.functions)

    def subject(self) -> object:
        return self.coroutine


@final
@mypyc_attr(acyclic=True)
class ClosureImage(Change):
    """The cells of a closure (`debug.upvaluejoin`, `setfenv`)."""

    def __init__(self, closure: LuaClosure) -> None:
        self.closure = closure
        self.cells: list[Cell] = closure.cells[:]

    def swap(self) -> None:
        # In place: the dispatch loop and other changes know the list.
        cells = self.closure.cells[:]
        self.closure.cells[:] = self.cells
        self.cells = cells

    def subject(self) -> object:
        return self.closure


@final
@mypyc_attr(acyclic=True)
class NativeImage(Change):
    """The upvalues of a native."""

    def __init__(self, function: NativeFunction) -> None:
        self.upvalues: list[object] = [] if function.upvalues is None else function.upvalues
        self.values: list[object] = self.upvalues[:]

    def swap(self) -> None:
        values = self.upvalues[:]
        self.upvalues[:] = self.values
        self.values = values

    def size(self) -> int:
        return 96 + 8 * len(self.values)

    def subject(self) -> object:
        return self.upvalues


@final
@mypyc_attr(acyclic=True)
class FinalizableImage(Change):
    """The objects marked for finalization, in their order."""

    def __init__(self, machine: "Machine") -> None:
        self.marked: dict[object, bool] = machine.finalizable
        self.order: list[object] = list(machine.finalizable)

    def swap(self) -> None:
        order = list(self.marked)
        self.marked.clear()
        for value in self.order:
            self.marked[value] = True
        self.order = order

    def size(self) -> int:
        return 64 + 8 * len(self.order)

    def subject(self) -> object:
        return self.marked


@final
@mypyc_attr(acyclic=True)
class ClosuresImage(Change):
    """The closure of each prototype that was made last."""

    def __init__(self, closures: dict[Proto, LuaClosure]) -> None:
        self.closures = closures
        self.found: dict[Proto, LuaClosure] = dict(closures)

    def swap(self) -> None:
        found = dict(self.closures)
        self.closures.clear()
        self.closures.update(self.found)
        self.found = found

    def subject(self) -> object:
        return self.closures


@final
@mypyc_attr(acyclic=True)
class MachineImage(Change):
    """The machine's own fields."""

    def __init__(self, machine: "Machine") -> None:
        self.machine = machine
        self.own = MachineChange(machine)
        self.collector = CollectorChange(machine)
        self.collects: bool = machine.collects

    def swap(self) -> None:
        self.own.swap()
        self.collector.swap()
        self.machine.collects, self.collects = self.collects, self.machine.collects

    def subject(self) -> object:
        return self.machine
