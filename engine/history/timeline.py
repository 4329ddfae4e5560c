"""Moving through recorded time: undo and redo of single steps, and verification of the whole window.

Relies on what the ring holds and on nothing being written while the machine is in the past.  Executing from a
moment in the past is a new branch: the steps after it are given up first (`branch`).
"""

from typing import Final, cast, final

from mypy_extensions import i32, i64, u8

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
from engine.history.state import state_hash
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import T_STRING, Cell, LuaClosure
from engine.vm.machine import Machine
from engine.vm.run import record

DEFAULT_BUDGET: Final = 512 * 1024 * 1024
"""Bytes that the journals of a history may hold unless told otherwise."""


LANE_BYTES: Final = 29
"""Bytes of a ring entry: pc 4, tag 1, integer 8, float 8, reference 8."""

MARKS: Final = 64
"""About how many moments a verification compares."""

DEEP: Final = 50_000
"""Registers of a stack that makes a moment dear to write down."""

WORK: Final = 2_000_000
"""Registers that a verification writes down, all its moments together, before it passes moments over."""

LOOK_EVERY: Final = 65_536
"""New steps between two looks at the budget."""


class OutOfHistory(Exception):  # noqa: N818  # it is an answer, not a failure
    """The moment asked for is not in the recorded window; `oldest` and `newest` are what can be reached."""

    def __init__(self, t: int, oldest: int, newest: int) -> None:
        self.t = t
        self.oldest = oldest
        self.newest = newest
        if t < oldest:
            text = f"step {t} is no longer in history: the oldest reachable step is t={oldest} (raise --history)"
        else:
            text = f"step {t} has not been executed: the newest step is t={newest}"
        super().__init__(text)


@final
class History:
    """The window of recorded steps of a machine, `size` of them at most.

    The machine's state is that of `machine.t`; it is in the past when that is less than `newest`.
    """

    def __init__(self, machine: Machine, size: int, budget: int = DEFAULT_BUDGET) -> None:
        self.machine = machine
        self.budget: Final = budget  # bytes that journals may hold; over it the oldest steps are given up
        self._looked_at: int = machine.t
        self._marks: dict[int, str] = {}
        self.mark_every: int = 0  # steps between two marks that the run is to make; 0 for none
        record(machine, size)

    @property
    def oldest(self) -> int:
        """The oldest t that can be reached."""
        self._synchronise()
        return self.machine.ring.first()

    @property
    def newest(self) -> int:
        """The newest t that has been executed."""
        self._synchronise()
        return self.machine.ring.last

    @property
    def steps_kept(self) -> int:
        return self.newest - self.oldest

    @property
    def bytes_used(self) -> int:
        """Estimated bytes that history holds: the whole ring, and the journals of the steps in the window."""
        return self.machine.ring.size * LANE_BYTES + self._journal_bytes()

    @property
    def bytes_per_step(self) -> float:
        """What a kept step costs on average: its lanes, and its share of the journals."""
        return LANE_BYTES + self._journal_bytes() / max(self.steps_kept, 1)

    def _journal_bytes(self) -> int:
        ring = self.machine.ring
        total = 0
        for t in range(self.oldest + 1, self.newest + 1):
            at = t & ring.mask
            if ring.tags[at] == R_JOURNAL:
                total += journal_size(ring, at)
        return total

    def keep_to_budget(self) -> None:
        """Give up the oldest steps if the journals hold more bytes than they may.

        Cheap to call often: it looks only once in so many new steps, and at the newest moment alone.
        """
        self._synchronise()
        ring = self.machine.ring
        if self.machine.t == ring.last and ring.last - self._looked_at >= LOOK_EVERY:
            self._looked_at = ring.last
            trim(ring, self.budget)

    @property
    def in_past(self) -> bool:
        return self.machine.t < self.newest

    def _synchronise(self) -> None:
        """Take note of steps executed since the last look."""
        machine = self.machine
        if machine.t > machine.ring.last:
            machine.ring.last = machine.t

    def keep_live_pc(self) -> None:
        """On leaving the newest moment: the pc there stands in the entry after the last."""
        machine = self.machine
        ring = machine.ring
        if machine.t == ring.last:
            co = machine.current
            if co.depth >= 0:
                ring.pcs[(machine.t + 1) & ring.mask] = i32(co.pcs[co.depth])

    def step_back(self) -> None:
        """Undo one step.  Raises OutOfHistory at the oldest moment."""
        machine = self.machine
        self._synchronise()
        if machine.t <= machine.ring.first():
            raise OutOfHistory(machine.t - 1, machine.ring.first(), machine.ring.last)
        self.keep_live_pc()
        undo(machine)

    def step_forward(self) -> None:
        """Redo one step.  Raises OutOfHistory at the newest moment."""
        machine = self.machine
        self._synchronise()
        if machine.t >= machine.ring.last:
            raise OutOfHistory(machine.t + 1, machine.ring.first(), machine.ring.last)
        redo(machine)

    def seek(self, t: int) -> None:
        """Go to a moment.  Raises OutOfHistory, leaving everything where it was, if it is not in the window."""
        if not self.oldest <= t <= self.newest:
            raise OutOfHistory(t, self.oldest, self.newest)
        self.keep_live_pc()
        move(self.machine, t)

    def branch(self) -> None:
        """Give up the steps after the present moment, so that execution may go on from here."""
        self._synchronise()
        machine = self.machine
        machine.ring.last = machine.t
        machine.identity_step = -1
        del machine.output[machine.output_count :]

    def mark(self) -> None:
        """Keep the state hash of the present moment, for `verify` to compare with; about 64 are kept.

        Moments with a very deep stack are passed over: writing them down takes long.
        """
        self._synchronise()
        if self.machine.current.free_index() > DEEP:
            return
        self._marks[self.machine.t] = state_hash(self.machine)
        if len(self._marks) >= 2 * MARKS:
            self._marks = {t: known for at, (t, known) in enumerate(self._marks.items()) if at % 2}
            self.mark_every *= 2

    def verify(self) -> int | None:
        """Walk back to the oldest step and forward again, comparing state hashes at some 64 moments on the way.

        A moment is compared with what it was when the program ran, if that was marked, and with what it was going
        backward.  Where stacks are very deep fewer moments are compared.  Returns the first t whose state differs,
        None if none does.  Leaves the machine at the newest moment.
        """
        oldest, newest = self.oldest, self.newest
        self.seek(newest)
        moments = {t for t in self._marks if oldest <= t <= newest}
        moments.update(range(newest, oldest, -max(1, (newest - oldest) // MARKS)))
        moments.add(oldest)
        wrong: int | None = None
        hashes: dict[int, str] = {}
        deep = 0
        for t in sorted(moments, reverse=True):
            self.seek(t)
            deep += self.machine.current.free_index()
            if deep > WORK and oldest < t < newest:
                continue
            hashes[t] = state_hash(self.machine)
            if self._marks.get(t, hashes[t]) != hashes[t]:
                wrong = t
        for t in sorted(hashes):
            self.seek(t)
            if (wrong is None or t < wrong) and state_hash(self.machine) != hashes[t]:
                wrong = t
        self.seek(newest)
        return wrong


def trim(ring: Ring, budget: i64) -> None:
    """Let history begin later, if the journals of all its steps together hold more than `budget` bytes."""
    oldest = ring.first()
    t = ring.last
    total: i64 = 0
    while t > oldest:
        at = t & ring.mask
        if ring.tags[at] == R_JOURNAL:
            total += journal_size(ring, at)
            if total > budget:
                break
        t -= 1
    while oldest < t:
        oldest += 1
        ring.refs[oldest & ring.mask] = None
    ring.start = max(ring.start, t)


def journal_size(ring: Ring, at: i64) -> i64:
    """Estimated bytes of one step's journal."""
    size: i64 = 56
    for change in cast(list[Change], ring.refs[at]):
        size += 8 + change.size()
    return size


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
