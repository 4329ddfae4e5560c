"""Which instructions read a place.  Reads leave no trace in the history, so they are stopped at and looked at.

`PlaceReads` names the instructions that may read a place, and says, where one of them is the next, whether it does.
Relies on `engine.compiler.effects` for what instructions read.  Of library functions those are known that read tables
and are called by a name of theirs (`rawget`, `next`, `table.concat`, ...).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from debugger.frame_variables import FrameVariable
from debugger.places import Tracked
from engine.compiler import effects, names
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.history.state import cell_value
from engine.history.writes import CELL, FIELD, LENGTH, METATABLE, REGISTER, Place
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import LuaClosure, NativeFunction
from engine.vm.machine import Machine

_NAMED: Final = frozenset((op.GETFIELD, op.GETTABUP))
_CALLS: Final = frozenset((op.CALL, op.TAILCALL))
_OF_CELLS: Final = frozenset((op.GETUPVAL, op.GETCELL, op.GETTABUP, op.SETTABUP))
_CHAIN: Final = 100  # tables along `__index` that are followed

_Reader = Callable[[LuaTable, Sequence[object], Place], bool]
"""Whether a library function, called with a table and further arguments, reads a place of that table's."""


class PlaceReads:
    """The instructions that read a place: a `variable`, if it is a register."""

    def __init__(self, machine: Machine, tracked: Tracked, variable: FrameVariable | None) -> None:
        self._machine = machine
        self._tracked = tracked
        self._variable = variable
        self._is_known = tracked.kind != REGISTER or variable is not None
        self._key = tracked.key

    def candidates(self, proto: Proto) -> Iterator[int]:
        """The instructions of a function that may read the place."""
        variable = self._variable
        if not self._is_known or (variable is not None and proto is not variable.frame.proto):
            return
        for pc in range(len(proto.original)):
            if self._may_read(proto, pc):
                yield pc

    def _may_read(self, proto: Proto, pc: int) -> bool:
        word = int(proto.original[pc])
        opcode = word & 0xFF
        variable = self._variable
        kind = self._tracked.kind
        if variable is not None:
            return variable.start <= pc < variable.end and variable.frame.number in effects.reads(word)
        if kind == CELL:
            return opcode in _OF_CELLS
        if kind == METATABLE:
            return False
        if opcode in _CALLS:
            return _library_reader(self._machine, proto, pc) is not None
        if kind == LENGTH:
            return opcode == op.LEN
        if opcode in _NAMED or (opcode == op.SELF and effects.has_k(word)):
            return proto.constants[effects.field(word, 2)] == self._key
        if opcode == op.GETI:
            return effects.field(word, 2) == self._key
        return opcode in (op.GETTABLE, op.SELF, op.TFORCALL)

    def is_candidate(self) -> bool:
        """Whether the next instruction is one of the `candidates`."""
        co = self._machine.current
        closure = co.functions[co.depth] if co.depth >= 0 else None
        if not isinstance(closure, LuaClosure) or not self._is_known:
            return False
        variable = self._variable
        if variable is not None and closure.proto is not variable.frame.proto:
            return False
        pc = int(co.pcs[co.depth])
        return pc < len(closure.proto.original) and self._may_read(closure.proto, pc)

    def here(self) -> bool:
        """Whether the next instruction, one of the `candidates`, reads the place."""
        place = self._tracked.now()
        co = self._machine.current
        closure = co.functions[co.depth] if co.depth >= 0 else None
        if place is None or not isinstance(closure, LuaClosure):
            return False
        if self._variable is not None:
            return self._variable.frame.is_level(co, int(co.depth))
        base = int(co.base(co.depth))
        word = int(closure.proto.original[co.pcs[co.depth]])
        opcode = word & 0xFF
        a, b = effects.field(word, 0), effects.field(word, 1)
        if place.kind == CELL:
            if opcode == op.GETCELL:
                return co.get(base + b) is place.subject
            return closure.cells[a if opcode == op.SETTABUP else b] is place.subject
        if opcode in _CALLS:
            return self._is_read_by_call(closure.proto, place)
        if opcode == op.TFORCALL:
            return self._is_reached(co.get(base + a), co.get(base + a + 1), co.get(base + a + 3), place)
        table = cell_value(closure.cells[b]) if opcode == op.GETTABUP else co.get(base + b)
        if place.kind == LENGTH:
            return table is place.subject
        c = effects.field(word, 2)
        key: object = c
        if opcode in _NAMED or (opcode == op.SELF and effects.has_k(word)):
            key = closure.proto.constants[c]
        elif opcode != op.GETI:
            key = co.get(base + c)
        return _is_key(key, place) and place.subject in self._looked_in(table, key)

    def _looked_in(self, value: object, key: object) -> list[object]:
        """The tables that an access looks in, along `__index`, the last one that has the key included."""
        found: list[object] = []
        for _ in range(_CHAIN):
            if isinstance(value, LuaTable):
                found.append(value)
                if value.get(key) is not None:
                    break
            value = self._machine.metamethod(value, b"__index")
            if value is None or isinstance(value, (LuaClosure, NativeFunction)):
                break
        return found

    def _is_reached(self, iterator: object, table: object, control: object, place: Place) -> bool:
        """Whether a turn of `pairs` or `ipairs` comes to the field."""
        if place.kind != FIELD or table is not place.subject or not isinstance(table, LuaTable):
            return False
        if not isinstance(iterator, NativeFunction):
            return False
        if iterator is self._machine.prelude[b"next"]:
            return _reads_next(table, (control,), place)
        return iterator.operation < 0 and isinstance(control, int) and place.key == control + 1

    def _is_read_by_call(self, proto: Proto, place: Place) -> bool:
        co = self._machine.current
        pc = int(co.pcs[co.depth])
        word = int(proto.original[pc])
        first = int(co.base(co.depth)) + effects.field(word, 0)
        called = co.get(first)
        is_library = isinstance(called, NativeFunction) or (isinstance(called, LuaClosure) and called.proto.is_library)
        b = effects.field(word, 1)
        count = b - 1 if b else int(co.top) - first - 1
        reader = _library_reader(self._machine, proto, pc)
        if reader is None or not is_library or count < 1 or co.get(first + 1) is not place.subject:
            return False
        assert isinstance(place.subject, LuaTable)
        return reader(place.subject, [co.get(first + 2 + at) for at in range(count - 1)], place)


def _is_key(key: object, place: Place) -> bool:
    return place.kind == FIELD and key is not None and key == key and normalise(key) == place.key


# -- library functions -----------------------------------------------------------------------------------


def _library_reader(machine: Machine, proto: Proto, pc: int) -> _Reader | None:
    named = names.call_name(proto, pc, machine.dialect)
    return None if named is None else _READERS.get(named[1])


def _reads_key(table: LuaTable, rest: Sequence[object], place: Place) -> bool:
    return bool(rest) and _is_key(rest[0], place)


def _reads_next(table: LuaTable, rest: Sequence[object], place: Place) -> bool:
    position = -1 if not rest or rest[0] is None else int(table.position_of(rest[0]))
    if position < -1:
        return False
    position = int(table.next_position(position))
    return position >= 0 and _is_key(table.key_at(position), place)


def _reads_range(table: LuaTable, limits: Sequence[object], place: Place) -> bool:
    """Elements from the first to the second of the limits; the length, if it is the second."""
    first = limits[0] if limits and limits[0] is not None else 1
    last = limits[1] if len(limits) > 1 else None
    if place.kind == LENGTH:
        return last is None
    if last is None:
        last = int(table.length())
    if not isinstance(first, (int, float)) or not isinstance(last, (int, float)):
        return False
    return place.kind == FIELD and isinstance(place.key, int) and first <= place.key <= last


def _reads_joined(table: LuaTable, rest: Sequence[object], place: Place) -> bool:
    return _reads_range(table, rest[1:], place)


def _reads_length(table: LuaTable, rest: Sequence[object], place: Place) -> bool:
    return place.kind == LENGTH


def _reads_removed(table: LuaTable, rest: Sequence[object], place: Place) -> bool:
    """The element that is removed, those that move up, and the length."""
    last = int(table.length())
    return place.kind == LENGTH or _reads_range(table, [rest[0] if rest else last, last], place)


_READERS: Final[dict[bytes, _Reader]] = {
    b"rawget": _reads_key,
    b"next": _reads_next,
    b"unpack": _reads_range,
    b"concat": _reads_joined,
    b"insert": _reads_length,
    b"rawlen": _reads_length,
    b"remove": _reads_removed,
}
"""By the names of functions, and of fields of `table`."""
