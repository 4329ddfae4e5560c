"""Writes a machine down at an instruction boundary: all that it holds, as plain data (`snapshot_form`).

Nothing is left out that the program, the library or the debugger could tell afterwards: the order of keys and the keys
that were removed, shared variables, suspended coroutines, pending closes, hooks, identities, the collector's accounts.
Relies on `LibraryObjects` and `CodeTable` for the names of what is there in every process.
"""

from collections.abc import Sequence
from typing import Final, final

from mypy_extensions import i64

from engine.compiler.proto import Proto
from engine.history.code_table import CodeTable
from engine.history.event_log import LoggedFunction
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_form import (
    CELL,
    CLOSURE,
    COROUTINE,
    FILE_CONTENTS,
    HOST,
    IDENTITIES,
    LIGHT_CONTENTS,
    NATIVE,
    PROXY_CONTENTS,
    TABLE,
    TEXT,
    USERDATA,
    VERSION,
    CannotBeWritten,
)
from engine.runtime.coroutine import Coroutine
from engine.runtime.string_addresses import LONGEST_SHORT
from engine.runtime.table import LuaTable, denormalise
from engine.runtime.values import LIGHT, T_NIL, Cell, LuaClosure, NativeFunction, UserData
from engine.stdlib.files import LuaFile
from engine.stdlib.made_natives import name_of_made
from engine.stdlib.proxies import CONTENTS
from engine.vm.machine import Machine

Row = tuple[object, ...]


def write_snapshot(machine: Machine, library: LibraryObjects, code: CodeTable) -> Row:
    """The machine as data.  Raises CannotBeWritten."""
    return _Writer(library, code).write(machine)


@final
class _Writer:
    """One pass over everything that can be reached."""

    def __init__(self, library: LibraryObjects, code: CodeTable) -> None:
        self._code: Final = code
        self._names: Final[dict[object, tuple[int]]] = {}
        self._texts: Final[dict[int, tuple[int]]] = {}  # long strings, by id: each is an object of its own
        self._objects: Final[list[object]] = []
        self._library_size: Final = len(library.objects)
        for value in library.objects:
            self._name(value)

    def write(self, machine: Machine) -> Row:
        fields = self._machine(machine)
        rows: list[Row] = []
        at = 0
        while at < len(self._objects):
            rows.append(self._row(self._objects[at], at < self._library_size))
            at += 1
        return VERSION, fields, rows

    # -- values ----------------------------------------------------------------------------------

    def _value(self, value: object) -> object:
        if value is None or isinstance(value, (int, float)):
            return value
        if isinstance(value, bytes):
            return value if len(value) <= LONGEST_SHORT else self._text(value)
        name = self._names.get(value)
        return self._name(value) if name is None else name

    def _text(self, text: bytes) -> tuple[int]:
        name = self._texts.get(id(text))
        if name is None:
            name = (len(self._objects),)
            self._texts[id(text)] = name
            self._objects.append(text)
        return name

    def _name(self, value: object) -> tuple[int]:
        if not isinstance(value, (LuaTable, LuaClosure, Cell, NativeFunction, UserData, Coroutine)):
            raise CannotBeWritten(f"a value of the host ({type(value).__name__})")
        name = (len(self._objects),)
        self._names[value] = name
        self._objects.append(value)
        return name

    def _values(self, values: Sequence[object]) -> list[object]:
        return [self._value(value) for value in values]

    # -- rows ------------------------------------------------------------------------------------

    def _row(self, value: object, is_library: bool) -> Row:
        if isinstance(value, LuaTable):
            return self._table(value)
        if isinstance(value, Cell):
            return CELL, value.born, self._value(cell_value(value))
        if isinstance(value, LuaClosure):
            return CLOSURE, value.born, self._code.number(value.proto), [self._value(cell) for cell in value.cells]
        if isinstance(value, bytes):
            return TEXT, value
        if isinstance(value, NativeFunction):
            name = "" if is_library else _name_of(value)
            if name is None:
                raise CannotBeWritten(f"a function of the host ({value.name})")
            upvalues = value.upvalues
            return NATIVE, value.born, name, None if upvalues is None else [self._upvalue(one) for one in upvalues]
        if isinstance(value, UserData):
            contents = _contents(value.payload)
            return USERDATA, value.born, contents, self._value(value.metatable), self._values(value.values)
        assert isinstance(value, Coroutine)
        return self._coroutine(value)

    def _table(self, table: LuaTable) -> Row:
        keys: list[object] | None = None
        values: list[object] | None = None
        if table.slots is not None:
            keys = [self._value(denormalise(key)) for key in table.keys]
            values = self._values(table.values)
        array = self._values(table.array)
        return TABLE, table.born, array, keys, values, table.limit, self._value(table.metatable)

    def _upvalue(self, value: object) -> object:
        if not isinstance(value, dict):
            return self._value(value)
        known: list[object] = []
        for key, identity in value.items():
            if isinstance(key, tuple):  # a native and the number of its upvalue
                known.append((self._value(key[0]), key[1], self._value(identity)))
            else:
                known.append((self._value(key), 0, self._value(identity)))
        return IDENTITIES, known

    def _coroutine(self, co: Coroutine) -> Row:
        depth = co.depth
        # Registers that no frame uses are written too: a frame that comes to lie there shows what it finds.
        limit = co.size
        while limit > 0 and co.tags[limit - 1] == T_NIL:
            limit -= 1
        frames = (
            co.size, len(co.functions), [self._value(co.functions[level]) for level in range(depth + 1)],
            [co.infos[level] for level in range(depth + 1)], [co.pcs[level] for level in range(depth + 1)],
        )  # fmt: skip
        hook = (
            self._value(co.hook), co.hook_mask, co.hook_count, co.hook_left, co.hook_line, co.hook_pc, co.hook_step,
            co.hook_stage, co.hook_depth, co.hook_first, co.hook_given,
        )  # fmt: skip
        return (
            COROUTINE, co.born, co.status, self._value(co.resumer), self._value(co.environment), frames,
            [self._value(co.get(at)) for at in range(limit)], co.top, co.closing, co.levels, co.inherited_levels, hook,
        )  # fmt: skip

    # -- the machine -----------------------------------------------------------------------------

    def _machine(self, machine: Machine) -> Row:
        failure = machine.failure
        error: Row | None = None
        if failure is not None:
            error = (self._value(failure.value), failure.traceback, failure.handled)
        results = machine.results
        cached: list[Row] = []
        for proto, closure in machine.closures.items():
            cached.append(self._cached(proto, closure))
        addresses: list[Row] = []
        for known in machine.string_addresses.known.values():
            addresses.append((self._value(known.text), known.number))
        return (
            machine.t,
            (machine.identity_step, machine.identity_count),
            self._value(machine.current),
            self._values(machine.type_metatables),
            machine.random,
            error,
            machine.output_count,
            machine.warnings,
            None if results is None else self._values(results),
            self._values(machine.due_finalizers()),
            machine.finalizing,
            self._values(list(machine.finalizable)),
            cached,
            machine.collector_state(),
            machine.collects,
            machine.closing,
            self._value(machine.running),
            addresses,
        )

    def _cached(self, proto: Proto, closure: LuaClosure) -> Row:
        return self._code.number(proto), self._value(closure)


def _name_of(native: NativeFunction) -> str | None:
    function = native.function
    return HOST + function.name if isinstance(function, LoggedFunction) else name_of_made(native)


def _contents(payload: object) -> Row:
    if payload is LIGHT:
        return (LIGHT_CONTENTS,)
    if payload is CONTENTS:
        return (PROXY_CONTENTS,)
    if isinstance(payload, LuaFile):
        return FILE_CONTENTS, payload.kind, *payload.state()
    raise CannotBeWritten(f"a userdata of the host ({type(payload).__name__})")


def cell_value(cell: Cell) -> object:
    """What a cell holds, boxed."""
    tag: i64 = cell.tag
    if tag >= 5:
        return cell.ref
    if tag == 3:
        return cell.integer
    if tag == 4:
        return cell.number
    return None if tag == 0 else tag == 2
