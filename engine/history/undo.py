"""Undoing and redoing single steps: exchanging what a ring entry holds with what the machine holds.

Neither executes anything.  ARCHITECTURE.md, "Undo and redo", has the table of what the tag of an entry means.
"""

from typing import cast

from mypy_extensions import i64, u8

from engine.compiler import opcodes as op
from engine.history.changes import Change
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
    R_SLOT_SET,
    R_TAIL,
    Ring,
)
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import T_STRING, Cell, LuaClosure
from engine.vm.machine import Machine


def move(machine: Machine, t: i64) -> None:
    """Undo or redo up to a moment inside the window."""
    while machine.t > t:
        undo(machine)
    while machine.t < t:
        redo(machine)


def undo(machine: Machine) -> None:
    """Undo step `machine.t`: afterwards its instruction is the next one."""
    ring = machine.ring
    t = machine.t
    at = t & ring.mask
    tag = i64(ring.tags[at])
    if tag == R_JOURNAL:
        changes = cast(list[Change], ring.refs[at])
        position = len(changes) - 1
        while position >= 0:
            changes[position].swap()
            position -= 1
    elif tag == R_CALL:
        co = machine.current
        swap_frame(machine, co, at)
        co.depth -= 1
    elif R_RETURN <= tag < R_CALL:
        co = machine.current
        co.depth += 1
        swap_register(machine, co, co.infos[co.depth] & 0xFFFFFF, at, R_RETURN)
    else:
        exchange(machine, machine.current, i64(ring.pcs[at]), at, tag, True)
    machine.t = t - 1
    machine.identity_step = -1
    co = machine.current
    if co.depth >= 0:
        co.pcs[co.depth] = i64(ring.pcs[at])


def redo(machine: Machine) -> None:
    """Redo step `machine.t` + 1."""
    ring = machine.ring
    t = machine.t + 1
    at = t & ring.mask
    tag = i64(ring.tags[at])
    co = machine.current
    if tag == R_JOURNAL:
        if co.depth >= 0:
            co.pcs[co.depth] = i64(ring.pcs[at]) + 1
        for change in cast(list[Change], ring.refs[at]):
            change.swap()
    elif tag == R_CALL:
        co.pcs[co.depth] = i64(ring.pcs[at]) + 1
        co.depth += 1
        swap_frame(machine, co, at)
    elif R_RETURN <= tag < R_CALL:
        swap_register(machine, co, co.infos[co.depth] & 0xFFFFFF, at, R_RETURN)
        co.pcs[co.depth] = i64(ring.pcs[at]) + 1
        co.depth -= 1
    else:
        exchange(machine, co, i64(ring.pcs[at]), at, tag, False)
    machine.t = t
    machine.identity_step = -1
    co = machine.current
    if co.depth >= 0:
        co.pcs[co.depth] = i64(ring.pcs[(t + 1) & ring.mask])


def exchange(machine: Machine, co: Coroutine, pc: i64, at: i64, tag: i64, undoing: bool) -> None:
    """Undo or redo a step whose effect the lanes hold, and which left the frames alone."""
    ring = machine.ring
    if tag == R_TAIL:
        swap_frame(machine, co, at)
        return
    closure = cast(LuaClosure, co.functions[co.depth])
    word = closure.proto.original[pc]
    base = co.base(co.depth)
    a = base + ((word >> 8) & 0xFF)
    if tag < R_CELL:
        swap_register(machine, co, a, at, 0)
    elif tag < R_RETURN:
        swap_cell(machine, written_cell(closure, co, base, word), at)
    elif tag == R_LOOP:
        old = cast(tuple[object, object], ring.refs[at])
        ring.refs[at] = (co.get(a + 3), co.get(a + 4))
        co.put(a + 3, old[0])
        co.put(a + 4, old[1])
    elif tag == R_LIST:
        table = cast(LuaTable, co.refs[a])
        array = table.array
        table.array = cast(list[object], ring.refs[at])
        ring.refs[at] = array
    else:
        exchange_slot(machine, co, closure, word, base, at, tag, undoing)


def swap_register(machine: Machine, co: Coroutine, index: i64, at: i64, offset: i64) -> None:
    ring = machine.ring
    old = i64(ring.tags[at]) - offset
    tag, integer, number, ref = i64(co.tags[index]), co.ints[index], co.floats[index], co.refs[index]
    co.tags[index] = u8(old)
    co.ints[index] = ring.ints[at]
    co.floats[index] = ring.floats[at]
    if old >= T_STRING:
        co.refs[index] = ring.refs[at]
    ring.tags[at] = u8(tag + offset)
    ring.ints[at] = integer
    ring.floats[at] = number
    if tag >= T_STRING:
        ring.refs[at] = ref


def swap_cell(machine: Machine, cell: Cell, at: i64) -> None:
    ring = machine.ring
    tag, integer, number, ref = cell.tag, cell.integer, cell.number, cell.ref
    cell.tag = i64(ring.tags[at]) - R_CELL
    cell.integer = ring.ints[at]
    cell.number = ring.floats[at]
    if cell.tag >= T_STRING:
        cell.ref = ring.refs[at]
    ring.tags[at] = u8(tag + R_CELL)
    ring.ints[at] = integer
    ring.floats[at] = number
    if tag >= T_STRING:
        ring.refs[at] = ref


def swap_frame(machine: Machine, co: Coroutine, at: i64) -> None:
    ring = machine.ring
    level = co.depth
    function, info = co.functions[level], co.infos[level]
    co.functions[level] = ring.refs[at]
    co.infos[level] = ring.ints[at]
    ring.refs[at] = function
    ring.ints[at] = info


def written_cell(closure: LuaClosure, co: Coroutine, base: i64, word: i64) -> Cell:
    """The cell that SETUPVAL or SETCELL writes."""
    b = (word >> 24) & 0xFFFF
    if word & 0xFF == op.SETUPVAL:
        return closure.cells[b]
    return cast(Cell, co.refs[base + b])


def exchange_slot(
    machine: Machine, co: Coroutine, closure: LuaClosure, word: i64, base: i64, at: i64, tag: i64, undoing: bool
) -> None:
    """Undo or redo what a table assignment did; the table and the key are where the instruction finds them."""
    ring = machine.ring
    code = word & 0xFF
    a = (word >> 8) & 0xFF
    b = (word >> 24) & 0xFFFF
    if code == op.SETTABUP:
        table = cast(LuaTable, closure.cells[a].ref)
    else:
        table = cast(LuaTable, co.refs[base + a])
    if tag == R_ARRAY_APPEND:
        if undoing:
            ring.refs[at] = table.array.pop()
        else:
            table.append(ring.refs[at])
        return
    key: object
    if code == op.SETTABLE:
        key = co.get(base + b)
    elif code == op.SETI:
        key = b
    else:
        key = closure.proto.constants[b]
    if tag == R_ARRAY_SET or tag == R_ARRAY_FLOAT:
        swap_element(ring, at, table.array, cast(int, normalise(key)) - 1, R_ARRAY_SET, R_ARRAY_FLOAT)
    elif tag == R_SLOT_SET or tag == R_SLOT_FLOAT:
        swap_element(ring, at, table.values, table.find(normalise(key)), R_SLOT_SET, R_SLOT_FLOAT)
        table.absent = 0
    elif undoing:
        ring.refs[at] = table.values[len(table.values) - 1]
        table.remove_last()
    else:
        table.insert(key, ring.refs[at])


def swap_element(ring: Ring, at: i64, values: list[object], index: i64, boxed: u8, unboxed: u8) -> None:
    """Exchange an element with the one that the entry keeps, in the float lane or boxed, as its tag says."""
    old: object = ring.floats[at] if ring.tags[at] == unboxed else ring.refs[at]
    value = values[index]
    values[index] = old
    if isinstance(value, float):
        ring.tags[at] = unboxed
        ring.floats[at] = value
    else:
        ring.tags[at] = boxed
        ring.refs[at] = value
