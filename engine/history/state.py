"""The whole state of a machine, written down in a canonical form.

Two machines (or one machine at two times) are in the same state exactly if their forms are equal: object identity
and sharing, the order of `pairs`, frames, pending closes, metatables, random state.  Left out: registers above
what the running frame of a coroutine uses, and everything that is only a cache.

This is the oracle of the history tests, and what the verification of a run compares; it knows nothing of the ring.
"""

import hashlib
from typing import final

from mypy_extensions import i64

from engine.compiler.proto import Proto
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, denormalise
from engine.runtime.values import Cell, LuaClosure, LuaError, NativeFunction, UserData
from engine.vm.machine import Machine

Form = list[tuple[object, ...]]


@final
class _Writer:
    """Walks the object graph breadth first; an object is named by the order in which it was reached."""

    def __init__(self) -> None:
        self.form: Form = []
        self.names: dict[int, str] = {}
        self.queue: list[object] = []

    def name(self, value: object) -> object:
        """How the form writes a value: plain values by type and content, objects by name."""
        if value is None or isinstance(value, (bool, bytes)):
            return value
        if isinstance(value, int):
            return ("i", int(value))
        if isinstance(value, float):
            return ("f", value.hex())
        if isinstance(value, (list, tuple)):
            return tuple([self.name(one) for one in value])
        found = self.names.get(id(value))
        if found is None:
            found = f"#{len(self.names)}"
            self.names[id(value)] = found
            self.queue.append(value)
        return found

    def write(self) -> None:
        at = 0
        while at < len(self.queue):
            value = self.queue[at]
            at += 1
            if isinstance(value, LuaTable):
                self.form.append(self.table(value))
            elif isinstance(value, Coroutine):
                self.form.append(self.coroutine(value))
            elif isinstance(value, LuaClosure):
                cells = tuple([self.name(cell) for cell in value.cells])
                self.form.append(("closure", value.born, self.name(value.proto), cells))
            elif isinstance(value, Cell):
                self.form.append(("cell", self.name(cell_value(value))))
            elif isinstance(value, NativeFunction):
                self.form.append(("native", value.name, self.name(value.upvalues)))
            elif isinstance(value, UserData):
                self.form.append(("userdata", value.born, self.name(value.metatable), self.name(value.values)))
            elif isinstance(value, Proto):
                self.form.append(("proto", value.source, value.line))
            elif isinstance(value, LuaError):
                self.form.append(("error", self.name(value.value)))

    def table(self, table: LuaTable) -> tuple[object, ...]:
        values = table.values
        pairs = [
            (self.name(denormalise(key)), self.name(values[at]))
            for at, key in enumerate(table.keys)
            if values[at] is not None
        ]
        array = tuple([self.name(value) for value in table.array])
        return ("table", table.born, array, tuple(pairs), self.name(table.metatable))

    def coroutine(self, co: Coroutine) -> tuple[object, ...]:
        frames = []
        for level in range(co.depth + 1):
            function = co.functions[level]
            pc = int(co.pcs[level]) if isinstance(function, LuaClosure) else 0
            frames.append((self.name(function), int(co.infos[level]), pc))
        limit: i64 = max(co.free_index(), 1)
        registers = tuple([self.name(co.get(at)) for at in range(limit)])
        hook = (
            self.name(co.hook), co.hook_mask, co.hook_count, co.hook_left, co.hook_line, co.hook_pc,
            co.hook_step, co.hook_stage, co.hook_depth, co.hook_first, co.hook_given,
        )  # fmt: skip
        return (
            "coroutine", co.status, self.name(co.resumer), self.name(co.environment), tuple(frames), registers, co.top,
            tuple(co.closing), hook,
        )  # fmt: skip


def cell_value(cell: Cell) -> object:
    """What a cell holds, boxed."""
    if cell.tag >= 5:
        return cell.ref
    if cell.tag == 3:
        return cell.integer
    if cell.tag == 4:
        return cell.number
    return None if cell.tag == 0 else cell.tag == 2


def _born(closure: LuaClosure) -> int:
    return closure.born


def state_form(machine: Machine) -> Form:
    """The canonical form of the machine's state."""
    writer = _Writer()
    own = machine.own_state()
    # Finalizers that have begun are no longer part of the state.
    writer.form.append(("machine", *[writer.name(one) for one in (*own[:7], machine.due_finalizers(), own[9])]))
    writer.form.append(("finalizable", *[writer.name(one) for one in machine.finalizable]))
    cached = sorted(machine.closures.values(), key=_born)
    writer.form.append(("closures", *[writer.name(closure) for closure in cached]))
    for root in (machine.main, machine.globals, machine.registry):
        writer.form.append(("root", writer.name(root)))
    writer.write()
    return writer.form


def state_hash(machine: Machine) -> str:
    """A hash of the machine's state, the same for equal states in every process and on every machine."""
    digest = hashlib.blake2b(digest_size=16)
    for entry in state_form(machine):
        digest.update(repr(entry).encode())
    return digest.hexdigest()
