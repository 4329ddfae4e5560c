"""Which steps write to a place: a field of a table, a variable, a metatable.

A ring entry and the instruction it belongs to say exactly what the step wrote, so a write of the same value counts as
one.  The functions look at the step that has just been executed, step `machine.t`.  Relies on `undo` for walking.
"""

from typing import Final, cast, final

from mypy_extensions import i64

from engine.compiler import opcodes as op
from engine.history.changes import (
    AppendChange,
    ArrayChange,
    CellChange,
    Change,
    ElementChange,
    InsertChange,
    MetatableChange,
    RegisterChange,
    SlotChange,
)
from engine.history.ring import (
    R_ARRAY_APPEND,
    R_ARRAY_FLOAT,
    R_ARRAY_SET,
    R_CALL,
    R_CELL,
    R_JOURNAL,
    R_LIST,
    R_LOOP,
    R_RETURN,
    R_SLOT_FLOAT,
    R_SLOT_INSERT,
    R_SLOT_SET,
    R_TAIL,
    Ring,
)
from engine.history.undo import redo, undo, written_cell
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import Cell, LuaClosure
from engine.vm.machine import Machine

FIELD: Final = 0  # `subject` is a table, `key` a normalised key
REGISTER: Final = 1  # `subject` is a coroutine, `index` a stack index
CELL: Final = 2  # `subject` is the cell of a captured variable
METATABLE: Final = 3  # `subject` is a table
LENGTH: Final = 4  # `subject` is a table: what gives an integer key a value or takes it away

# The rows of opcodes whose undo specification says that they write R[A], and nothing else.
_WRITES_REGISTER: Final = tuple([undo_kind == op.REGISTER for undo_kind in op.UNDO])


@final
class Place:
    """Something that can be written to, in the machine as it is now."""

    def __init__(self, kind: i64, subject: object, key: object = None, index: i64 = 0) -> None:
        self.kind: Final[i64] = kind
        self.subject = subject
        self.key: Final = key
        self.index: Final[i64] = index

    @property
    def born(self) -> int:
        """The identity of the table, coroutine or cell."""
        subject = self.subject
        if isinstance(subject, LuaTable):
            return subject.born
        if isinstance(subject, Cell):
            return subject.born
        return subject.born if isinstance(subject, Coroutine) else 0


def back_to_write(machine: Machine, limit: i64, place: Place) -> bool:
    """Undo steps down to `limit`, or until the step undone last wrote to the place: its instruction is the next one."""
    while machine.t > limit:
        writes = step_writes(machine, place)
        undo(machine)
        if writes:
            return True
    return False


def forward_to_write(machine: Machine, limit: i64, place: Place) -> bool:
    """Redo steps up to `limit`, or until the next instruction will write to the place."""
    while machine.t < limit:
        redo(machine)
        if step_writes(machine, place):
            undo(machine)
            return True
    return False


def step_writes(machine: Machine, place: Place) -> bool:
    """Whether step `machine.t`, which has been executed, wrote to the place."""
    ring = machine.ring
    at = machine.t & ring.mask
    tag = i64(ring.tags[at])
    if tag == R_JOURNAL:
        for change in cast(list[Change], ring.refs[at]):  # noqa: SIM110  # compiled, a generator expression is slow
            if change_writes(change, place):
                return True
        return False
    co = machine.current
    if R_RETURN <= tag < R_CALL:
        # The frame that returned is still there, one level up.
        dest = co.infos[co.depth + 1] & 0xFFFFFF
        return place.kind == REGISTER and place.subject is co and place.index == dest
    if tag == R_CALL or tag == R_TAIL:
        return False
    closure = cast(LuaClosure, co.functions[co.depth])
    word = closure.proto.original[i64(ring.pcs[at])]
    base = (co.infos[co.depth] >> 24) & 0xFFFFFF
    a = base + ((word >> 8) & 0xFF)
    if tag < R_CELL:
        if not (_WRITES_REGISTER[word & 0xFF] or writes_alone(word)):
            return False
        return place.kind == REGISTER and place.subject is co and place.index == a
    if tag < R_RETURN:
        return place.kind == CELL and place.subject is written_cell(closure, co, base, word)
    if tag == R_LOOP:
        return place.kind == REGISTER and place.subject is co and a + 3 <= place.index <= a + 4
    if tag == R_LIST:
        if place.kind == LENGTH:
            return place.subject is co.refs[a]
        return place.kind == FIELD and place.subject is co.refs[a] and is_index(place.key, 1, len_of(place.subject))
    if place.kind != FIELD and place.kind != LENGTH:
        return False
    return field_written(machine, co, closure, word, base, at, tag, place)


def writes_alone(word: i64) -> bool:
    """Whether an instruction that may do more, and whose step stands in the lanes, wrote R[A] and nothing else.

    That is a call of a native for one result, or a LOADNIL of one register.
    """
    code = word & 0xFF
    return (code == op.CALL and word >> 40 == 2) or (code == op.LOADNIL and (word >> 24) & 0xFFFF == 1)


def field_written(
    machine: Machine, co: Coroutine, closure: LuaClosure, word: i64, base: i64, at: i64, tag: i64, place: Place
) -> bool:
    """Whether the assignment to a table's field was one to the place."""
    code = word & 0xFF
    a = (word >> 8) & 0xFF
    b = (word >> 24) & 0xFFFF
    table = closure.cells[a].ref if code == op.SETTABUP else co.refs[base + a]
    if table is not place.subject:
        return False
    if place.kind == LENGTH:
        return length_written(cast(LuaTable, table), co, closure, word, base, machine.ring, at, tag)
    if tag == R_ARRAY_APPEND:
        return is_index(place.key, len_of(table), len_of(table))
    key: object
    if code == op.SETTABLE:
        key = co.get(base + b)
    elif code == op.SETI:
        key = b
    else:
        key = closure.proto.constants[b]
    assert tag in (R_ARRAY_SET, R_ARRAY_FLOAT, R_SLOT_SET, R_SLOT_FLOAT, R_SLOT_INSERT)
    return normalise(key) == place.key


def length_written(
    table: LuaTable, co: Coroutine, closure: LuaClosure, word: i64, base: i64, ring: Ring, at: i64, tag: i64
) -> bool:
    """Whether an assignment to a field of the table gave an integer key a value, or took it away."""
    if tag == R_ARRAY_APPEND:
        return True
    code = word & 0xFF
    b = (word >> 24) & 0xFFFF
    key: object = co.get(base + b) if code == op.SETTABLE else b if code == op.SETI else None
    key = normalise(key)
    if not isinstance(key, int) or isinstance(key, bool):
        return False
    if tag == R_SLOT_INSERT:
        return True
    had = tag == R_ARRAY_FLOAT or tag == R_SLOT_FLOAT or ring.refs[at] is not None
    return had != (table.get(key) is not None)


def change_writes(change: Change, place: Place) -> bool:
    """Whether a change in a journal was one to the place."""
    if place.kind == REGISTER:
        return isinstance(change, RegisterChange) and change.coroutine is place.subject and change.index == place.index
    if place.kind == CELL:
        return isinstance(change, CellChange) and change.cell is place.subject
    if place.kind == METATABLE:
        return isinstance(change, MetatableChange) and change.table is place.subject
    if place.kind == LENGTH:
        return changes_length(change, place)
    if isinstance(change, ElementChange):
        return change.table is place.subject and is_index(place.key, change.at + 1, change.at + 1)
    if isinstance(change, AppendChange):
        return change.table is place.subject and is_index(place.key, len_of(change.table), len_of(change.table))
    if isinstance(change, SlotChange):
        return change.table is place.subject and change.table.keys[change.slot] == place.key
    if isinstance(change, InsertChange):
        return change.table is place.subject and change.key == place.key
    if isinstance(change, ArrayChange):
        return change.table is place.subject and array_differs(change, place)
    return False


def changes_length(change: Change, place: Place) -> bool:
    """Whether a change in a journal may have been one to the table's length."""
    if isinstance(change, ElementChange):
        return change.table is place.subject
    if isinstance(change, AppendChange):
        return change.table is place.subject
    if isinstance(change, SlotChange):
        return change.table is place.subject and isinstance(change.table.keys[change.slot], int)
    if isinstance(change, InsertChange):
        return change.table is place.subject and isinstance(change.key, int)
    return isinstance(change, ArrayChange) and change.table is place.subject


def array_differs(change: ArrayChange, place: Place) -> bool:
    """Whether the element at the place is another one after an array part was replaced."""
    key = place.key
    if not isinstance(key, int):
        return False
    new, old = change.table.array, change.array
    after = new[key - 1] if 1 <= key <= len(new) else None
    before = old[key - 1] if 1 <= key <= len(old) else None
    return after is not before


def is_index(key: object, first: i64, last: i64) -> bool:
    return isinstance(key, int) and first <= key <= last


def len_of(table: object) -> i64:
    return len(table.array) if isinstance(table, LuaTable) else 0
