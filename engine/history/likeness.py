"""Telling whether a replay is what the run was: cheap outlines of a state, and the first step that differs.

An outline is taken now and then while the program runs, and again when a replay comes to the same moment.  Where two
differ, the entries of two rings tell at which step that began.
"""

from typing import Final

from mypy_extensions import i64

from engine.compiler import opcodes as op
from engine.history.ring import Ring
from engine.history.undo import move
from engine.history.writes import REGISTER, Place, back_to_write
from engine.runtime.values import T_FLOAT, T_INT, T_STRING, LuaClosure
from engine.vm.machine import Machine

OUTLINED: Final = 30
"""Frames, and registers of the innermost, that an outline looks at."""


def first_difference(line: Ring, machine: Machine, registers: list[object], start: int, end: int) -> int:
    """The first step after `start` that the machine's ring has otherwise than the line's; 0 if none is found.

    A value that differs shows where it is overwritten, or in the registers: `registers` are those that the line has at
    moment `end`, where the machine is.  Then it is the step that had written it.  Leaves the machine in between.
    """
    ring = machine.ring
    found = 0
    for at, (ours, theirs) in enumerate(zip(plain_registers(machine), registers, strict=False)):
        if ours != theirs or type(ours) is not type(theirs):
            co = machine.current
            step = written_by(machine, co.base(co.depth) + at, start)
            found = step if found == 0 or step < found else found
            move(machine, end)
    for t in range(start + 1, (end if found == 0 else found) + 1):
        place, other = t & ring.mask, t & line.mask
        if ring.pcs[place] != line.pcs[other]:
            return t
        if ring.tags[place] != line.tags[other] or not same_value(ring, place, line, other):
            move(machine, t - 1)
            co = machine.current
            function = co.functions[co.depth] if co.depth >= 0 else None
            if not isinstance(function, LuaClosure):
                return t
            word = function.proto.original[co.pcs[co.depth]]
            return written_by(machine, co.base(co.depth) + ((word >> 8) & 0xFF), start) or t
    return found


def written_by(machine: Machine, index: i64, start: int) -> int:
    """The last step after `start` that wrote a register of the running coroutine; 0 if none did."""
    return int(machine.t) + 1 if back_to_write(machine, start, Place(REGISTER, machine.current, None, index)) else 0


def plain_registers(machine: Machine) -> list[object]:
    """What the registers of the innermost frame hold, objects left out; a NaN, which equals nothing, as a text."""
    co = machine.current
    found: list[object] = []
    if co.depth >= 0:
        base = co.base(co.depth)
        for index in range(base, min(base + OUTLINED, co.free_index())):
            value = co.get(index)
            if isinstance(value, float) and value != value:
                found.append("nan")
            else:
                found.append(value if isinstance(value, (bool, int, float, bytes)) else None)
    return found


def same_value(ring: Ring, ours: i64, line: Ring, theirs: i64) -> bool:
    """Whether two entries of the same tag keep the same old value; of objects, only strings are compared."""
    tag = line.tags[theirs]
    if tag == T_INT:
        return ring.ints[ours] == line.ints[theirs]
    if tag == T_FLOAT:
        return ring.floats[ours] == line.floats[theirs] or ring.floats[ours] != ring.floats[ours]
    if tag == T_STRING:
        return ring.refs[ours] == line.refs[theirs]
    return True


def place_of(machine: Machine) -> str:
    """The source, line and instruction that a machine stands at, in words."""
    co = machine.current
    function = co.functions[co.depth] if co.depth >= 0 else None
    if not isinstance(function, LuaClosure):
        return "outside of Lua code"
    pc = co.pcs[co.depth]
    source = function.proto.source.decode("utf-8", "replace").lstrip("@=")
    return f"{source}:{function.proto.lines[pc]} (instruction {pc}, {op.NAMES[function.proto.original[pc] & 0xFF]})"


def outline(machine: Machine) -> int:
    """A hash of where the program is, how much it has done, and of the numbers in the registers of its frame."""
    co = machine.current
    parts: list[object] = [int(co.born), int(co.depth), int(machine.output_count), int(machine.allocated)]
    for level in range(max(0, co.depth - OUTLINED), co.depth + 1):
        parts.append(int(co.pcs[level]))
        parts.append(int(co.infos[level]))
    parts += plain_registers(machine)
    return hash((tuple(parts), tuple(machine.random)))


def fingerprint(machine: Machine) -> tuple[object, ...]:
    """What tells two states apart at little cost: where the program is, and how much it has done."""
    co = machine.current
    places = tuple([int(co.pcs[level]) for level in range(co.depth + 1)])
    return co.born, places, machine.output_count, machine.allocated, machine.random
