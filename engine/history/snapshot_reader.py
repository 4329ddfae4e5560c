"""Puts a machine into the state of a snapshot (`snapshot_form`), in the process that wrote it or in another.

The machine must have its libraries open.  Library objects stay the objects that they are and get the contents they had;
all others are made anew, with their old identities.  What is checked is what the dispatch loop relies on, so that a
snapshot that fits no machine is refused rather than executed.
"""

from collections.abc import Callable, Sequence
from typing import Final, cast, final

from librt.vecs import vec
from mypy_extensions import i64

from engine.history.code_table import CodeTable
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_form import (
    CELL,
    CLOSURE,
    COROUTINE,
    FILE_CONTENTS,
    HOST,
    LIGHT_CONTENTS,
    NATIVE,
    PROXY_CONTENTS,
    TABLE,
    TEXT,
    USERDATA,
    VERSION,
    BadSnapshot,
)
from engine.runtime.call import Call
from engine.runtime.coroutine import FAILED, Coroutine
from engine.runtime.table import NO_ARRAY, LuaTable, normalise
from engine.runtime.values import (
    LIGHT,
    T_FLOAT,
    T_INT,
    Cell,
    LuaClosure,
    LuaError,
    NativeFunction,
    UserData,
    interned,
)
from engine.stdlib.files import LuaFile
from engine.stdlib.made_natives import make_again
from engine.stdlib.proxies import CONTENTS
from engine.vm.machine import CollectorState, Machine, fill_cell

Row = tuple[object, ...]

Reopen = Callable[[int], LuaFile]
"""Gives what stands for an open file of some kind, whose stream was that of another process."""

HostFunctions = Callable[[str], Callable[[Call], object]]
"""Gives what stands for a function of the host, by its name: what it did is in the log."""


def read_snapshot(
    machine: Machine,
    library: LibraryObjects,
    code: CodeTable,
    snapshot: object,
    reopen: Reopen,
    host_function: HostFunctions,
) -> None:
    """Raises BadSnapshot; what the machine holds is of no use then."""
    try:
        version, fields, rows = cast(tuple[object, object, object], snapshot)
        if version != VERSION:
            raise BadSnapshot(f"its form is version {version}, this Moonwalk reads version {VERSION}")
        reader = _Reader(machine, library, code, reopen, host_function)
        reader.read(cast(Row, fields), cast(tuple[object, ...], rows))
    except (TypeError, ValueError, LookupError, OverflowError, AssertionError) as problem:
        raise BadSnapshot(f"it does not fit together ({problem})") from None


@final
class _Reader:
    """Makes all objects first, so that they can refer to each other, and then fills them."""

    def __init__(
        self,
        machine: Machine,
        library: LibraryObjects,
        code: CodeTable,
        reopen: Reopen,
        host_function: HostFunctions,
    ) -> None:
        self._machine: Final = machine
        self._code: Final = code
        self._reopen: Final = reopen
        self._host_function: Final = host_function
        self._objects: list[object] = list(library.objects)

    def read(self, fields: Row, rows: tuple[object, ...]) -> None:
        objects = self._objects
        known = len(objects)
        assert len(rows) >= known
        for at in range(known, len(rows)):
            objects.append(self._new(cast(Row, rows[at])))
        for at, row in enumerate(rows):
            self._fill(objects[at], cast(Row, row), at < known)
        self._fill_machine(fields)

    # -- values ----------------------------------------------------------------------------------

    def _value(self, value: object) -> object:
        if isinstance(value, tuple):
            (at,) = cast(tuple[int], value)
            assert at >= 0
            return self._objects[at]
        assert value is None or isinstance(value, (bool, int, float, bytes))
        return value

    def _values(self, values: object) -> list[object]:
        return [self._value(value) for value in cast(Sequence[object], values)]

    def _table_or_none(self, value: object) -> LuaTable | None:
        found = self._value(value)
        assert found is None or isinstance(found, LuaTable)
        return found

    # -- objects ---------------------------------------------------------------------------------

    def _new(self, row: Row) -> object:
        kind = row[0]
        if kind == TEXT:
            return cast(bytes, row[1])
        born = i64(cast(int, row[1]))
        if kind == TABLE:
            return LuaTable(born)
        if kind == CELL:
            return Cell(0, 0, 0.0, None)
        if kind == CLOSURE:
            return LuaClosure(self._code.proto(cast(int, row[2])), [], born)
        if kind == NATIVE:
            upvalues: list[object] | None = None if row[3] is None else []
            name = cast(str, row[2])
            if name.startswith(HOST):
                name = name[len(HOST) :]
                return NativeFunction(name, self._host_function(name), 0, upvalues, born)
            native = make_again(name, upvalues, born)
            if native is None:
                raise BadSnapshot(f"there is no native {row[2]!r}")
            return native
        if kind == USERDATA:
            return UserData(self._payload(cast(Row, row[2])), None, born)
        assert kind == COROUTINE
        return Coroutine(born, self._machine.dialect)

    def _payload(self, contents: Row) -> object:
        kind = contents[0]
        if kind == LIGHT_CONTENTS:
            return LIGHT
        if kind == PROXY_CONTENTS:
            return CONTENTS
        assert kind == FILE_CONTENTS
        return self._reopen(cast(int, contents[1]))

    def _fill(self, value: object, row: Row, is_library: bool) -> None:
        kind = row[0]
        if isinstance(value, LuaTable):
            assert kind == TABLE
            self._fill_table(value, row)
        elif isinstance(value, Cell):
            assert kind == CELL
            value.born = i64(cast(int, row[1]))
            fill_cell(value, self._value(row[2]))
        elif isinstance(value, LuaClosure):
            assert kind == CLOSURE
            cells = [cast(Cell, cell) for cell in self._values(row[3])]
            assert len(cells) == len(value.proto.upvalues)
            assert not is_library or self._code.proto(cast(int, row[2])) is value.proto
            value.cells[:] = cells  # in place: others know the list
        elif isinstance(value, NativeFunction):
            assert kind == NATIVE
            if row[3] is not None:
                assert value.upvalues is not None
                value.upvalues[:] = [self._upvalue(one) for one in cast(Sequence[object], row[3])]
        elif isinstance(value, UserData):
            assert kind == USERDATA
            self._fill_userdata(value, row)
        elif isinstance(value, Coroutine):
            assert kind == COROUTINE
            self._fill_coroutine(value, row)
        else:
            assert kind == TEXT

    def _fill_table(self, table: LuaTable, row: Row) -> None:
        array = self._values(row[2])
        table.array = array if len(array) > 0 else NO_ARRAY
        if row[3] is None:
            fresh = LuaTable(0)
            table.slots, table.keys, table.values = None, fresh.keys, fresh.values
        else:
            keys: list[object] = []
            slots: dict[object, int] = {}
            for one in cast(Sequence[object], row[3]):
                key = interned(one) if isinstance(one, bytes) else normalise(self._value(one))
                slots[key] = len(keys)
                keys.append(key)
            table.values = self._values(row[4])
            assert len(table.values) == len(keys) == len(slots)
            table.slots, table.keys = slots, keys
        table.limit = i64(cast(int, row[5]))
        table.metatable = self._table_or_none(row[6])
        table.absent = table.index_hint = 0

    def _upvalue(self, value: object) -> object:
        if not isinstance(value, tuple) or len(value) == 1:
            return self._value(value)
        known: dict[object, UserData] = {}
        for owner, number, identity in cast(Sequence[tuple[object, int, object]], value[1]):
            found = self._value(owner)
            key: object = (found, number) if isinstance(found, NativeFunction) else found
            known[key] = cast(UserData, self._value(identity))
        return known

    def _fill_userdata(self, value: UserData, row: Row) -> None:
        contents = cast(Row, row[2])
        payload = value.payload
        if isinstance(payload, LuaFile):
            assert contents[0] == FILE_CONTENTS
            payload.set_state((contents[2] is True, cast(bytes, contents[3]), cast(bytes, contents[4])))
        value.metatable = self._table_or_none(row[3])
        value.values = self._values(row[4])

    # -- coroutines ------------------------------------------------------------------------------

    def _fill_coroutine(self, co: Coroutine, row: Row) -> None:
        status, resumer, environment, frames, registers, top, closing, levels, inherited, hook = row[2:]
        co.status = i64(cast(int, status))
        assert 0 <= co.status <= FAILED
        co.resumer = cast(Coroutine | None, self._value(resumer))
        co.environment = self._table_or_none(environment)
        self._fill_registers(co, cast(int, cast(Row, frames)[0]), self._values(registers))
        self._fill_frames(co, cast(Row, frames))
        co.top = i64(cast(int, top))
        co.closing = [cast(int, at) for at in cast(Sequence[object], closing)]
        co.levels = i64(cast(int, levels))
        co.inherited_levels = i64(cast(int, inherited))
        assert 0 <= co.top <= co.size
        function, *numbers = cast(Row, hook)
        co.hook = self._value(function)
        (
            co.hook_mask, co.hook_count, co.hook_left, co.hook_line, co.hook_pc, co.hook_step, co.hook_stage,
            co.hook_depth, co.hook_first, co.hook_given,
        ) = [i64(cast(int, number)) for number in numbers]  # fmt: skip
        co.noted_in = 0

    def _fill_registers(self, co: Coroutine, size: int, registers: list[object]) -> None:
        fresh = Coroutine(0, self._machine.dialect)
        fresh.reserve(size)
        for at, value in enumerate(registers):
            if isinstance(value, int) and not isinstance(value, bool):
                fresh.ints[at] = value
                fresh.tags[at] = T_INT
            elif isinstance(value, float):
                fresh.floats[at] = value
                fresh.tags[at] = T_FLOAT
            else:
                fresh.put(at, value)
        co.tags, co.ints, co.floats, co.refs, co.size = fresh.tags, fresh.ints, fresh.floats, fresh.refs, fresh.size

    def _fill_frames(self, co: Coroutine, frames: Row) -> None:
        functions = self._values(frames[2])
        infos = [cast(int, info) for info in cast(Sequence[object], frames[3])]
        pcs = [cast(int, pc) for pc in cast(Sequence[object], frames[4])]
        assert len(functions) == len(infos) == len(pcs)
        more = max(0, cast(int, frames[1]) - len(functions))
        co.depth = len(functions) - 1
        co.functions = functions + [None] * more
        co.infos = vec[i64](infos + [0] * more)
        co.pcs = vec[i64](pcs + [0] * more)
        for level, function in enumerate(functions):
            base = co.base(level)
            if isinstance(function, LuaClosure):
                assert 0 <= pcs[level] <= len(function.proto.original)
                assert base + function.proto.room <= co.size
            else:
                assert isinstance(function, NativeFunction)
                assert base + 2 <= co.size

    # -- the machine -----------------------------------------------------------------------------

    def _fill_machine(self, fields: Row) -> None:
        machine = self._machine
        (
            t, identity, current, type_metatables, random, failure, output_count, warnings, results, finalizers,
            finalizing, finalizable, cached, collector, collects, closing, running, addresses,
        ) = fields  # fmt: skip
        machine.t = i64(cast(int, t))
        step, count = cast(tuple[int, int], identity)
        machine.identity_step, machine.identity_count = i64(step), i64(count)
        machine.current = cast(Coroutine, self._value(current))
        metatables = [self._table_or_none(one) for one in cast(Sequence[object], type_metatables)]
        assert len(metatables) == len(machine.type_metatables)
        machine.type_metatables = metatables
        machine.random = [cast(int, word) for word in cast(Sequence[object], random)]
        machine.failure = self._error(failure)
        machine.output_count = i64(cast(int, output_count))
        machine.warnings = warnings is True
        machine.results = None if results is None else self._values(results)
        machine.finalizers = self._values(finalizers)
        machine.finalizers_begun = 0
        machine.finalizing = finalizing is True
        machine.finalizable.clear()
        for value in self._values(finalizable):
            machine.finalizable[value] = True
        machine.closures.clear()
        for number, closure in cast(Sequence[tuple[int, object]], cached):
            machine.closures[self._code.proto(number)] = cast(LuaClosure, self._value(closure))
        self._set_collector(cast(Row, collector))
        machine.collects = collects is True
        machine.closing = closing is True
        machine.running = cast(NativeFunction | None, self._value(running))
        machine.string_addresses.known.clear()
        for text, number in cast(Sequence[tuple[object, int]], addresses):
            machine.string_addresses.add(cast(bytes, self._value(text)), number)

    def _error(self, failure: object) -> LuaError | None:
        if failure is None:
            return None
        value, traceback, handled = cast(tuple[object, object, object], failure)
        return LuaError(self._value(value), cast(bytes | None, traceback), handled is True)

    def _set_collector(self, state: Row) -> None:
        (
            allocated, live, threshold, stopped, mode, pause, step_multiplier, minor_multiplier, major_multiplier,
            parameters,
        ) = state  # fmt: skip
        given: CollectorState = (
            cast(int, allocated), cast(int, live), cast(int, threshold), stopped is True, cast(bytes, mode),
            cast(int, pause), cast(int, step_multiplier), cast(int, minor_multiplier), cast(int, major_multiplier),
            tuple([cast(int, one) for one in cast(Sequence[object], parameters)]),
        )  # fmt: skip
        self._machine.set_collector_state(given)
