"""Data breakpoints: places whose writes and reads stop movements, in both directions (see `data_motions`).

Reads are met like breakpoints, by traps on the instructions that may read (`place_reads`); writes are looked for in the
history.  Where the number of a hit matters, all hits before it are found first.

A local variable is that of calls of its function at its place of the stack: what else comes to use its register does
not count.
"""

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from debugger import hit_conditions
from debugger.breakpoints import Trap
from debugger.frame_variables import FrameVariable, variable_at
from debugger.place_reads import PlaceReads
from debugger.places import Tracked
from debugger.queries.context import Context
from debugger.queries.places_written import reads_met
from engine.history.timeline import History
from engine.history.writes import METATABLE, REGISTER, Place, forward_to_write, step_writes

STRETCH: Final = 200_000
"""Steps that are executed or recorded at once before they are looked through."""


class Access(Enum):
    """What stops at a place."""

    WRITE = "write"
    READ = "read"
    READ_WRITE = "readWrite"

    @property
    def reads(self) -> bool:
        return self is not Access.WRITE

    @property
    def writes(self) -> bool:
        return self is not Access.READ

    @property
    def words(self) -> str:
        return "both" if self is Access.READ_WRITE else self.value


def accesses(place: Place) -> list[Access]:
    """What can be asked for at a place: no instruction reads a metatable."""
    return [Access.WRITE] if place.kind == METATABLE else list(Access)


@dataclass(eq=False)
class DataBreakpoint:
    """One on a place; `condition` and `hit_condition` are like those of other breakpoints."""

    place: Tracked
    reading: PlaceReads
    variable: FrameVariable | None  # what the place is, if it is a local variable
    access: Access = Access.WRITE
    condition: str = ""
    hit_condition: str = ""
    hits: list[int] = field(default_factory=list)  # the moments of the writes and reads that are known
    counted: int = -1  # those before this moment are

    def like(self, access: Access, condition: str = "", hit_condition: str = "") -> "DataBreakpoint":
        """Another one on the same place.  Raises hit_conditions.BadHitCondition."""
        if hit_condition:
            hit_conditions.parse(hit_condition)
        return DataBreakpoint(self.place, self.reading, self.variable, access, condition, hit_condition)


class DataBreakpoints:
    """Those of a session, and what is to be found out where one is met.  `holds` says whether a condition does."""

    def __init__(self, context: Context, holds: Callable[[str], bool]) -> None:
        self.all: list[DataBreakpoint] = []
        self._context = context
        self._machine = context.machine
        self._history = context.history
        self._holds = holds

    def new(self, place: Place) -> DataBreakpoint:
        """One on writes to a place of the present moment."""
        tracked = Tracked(self._history, place)
        variable = variable_at(self._machine, place) if place.kind == REGISTER else None
        return DataBreakpoint(tracked, PlaceReads(self._machine, tracked, variable), variable)

    def are_on(self, place: Place) -> bool:
        """Whether there is one on a place of the present moment."""
        return any((now := one.place.now()) is not None and _is_same(now, place) for one in self.all)

    def traps(self) -> list[Trap]:
        """What stops at the reads."""
        return [self._trap(one) for one in self.all if one.access.reads and not one.hit_condition]

    def _trap(self, one: DataBreakpoint) -> Trap:
        reading = one.reading
        return Trap("", 0, one.condition, is_exact=True, finds=reading.candidates, holds_here=reading.here)

    def written(self) -> list[DataBreakpoint]:
        """Those that stop at every write."""
        return [one for one in self.all if one.access.writes and not one.hit_condition]

    def counting(self, end: int) -> Generator[bool, None, None]:
        """Find hits before a moment, of those that stop at some numbers: True at each, False where a slice is over."""
        for one in self.all:
            while one.hit_condition and one.counted < end:
                start = max(one.counted, self._history.oldest)
                last = min(self._history.end_of_epoch(start), end)
                found: set[int] = set()
                for is_hit in self._hits(one, start, last):
                    if is_hit:
                        found.add(int(self._machine.t))
                    yield is_hit
                one.hits[bisect_left(one.hits, start) :] = sorted(found)
                one.counted = last

    def _hits(self, one: DataBreakpoint, start: int, end: int) -> Iterator[bool]:
        """Go to the writes and then to the reads of an epoch or a part of one."""
        if one.access.writes and self._history.has_written(start, one.place.born):
            for first, last in stretches(self._history, start, end):
                for _ in self.writes(one, first, last):
                    yield True
                yield False
        if one.access.reads:
            for is_read in reads_met(self._context, one.place, one.reading, start, end):
                yield is_read and self._holds(one.condition)

    def stops_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The first and the last moment in a stretch at which each stops that stops at hits of some numbers."""
        found = []
        for one in self.all:
            if one.hit_condition:
                before, known = bisect_left(one.hits, start), bisect_left(one.hits, end)
                numbers = hit_conditions.numbers(one.hit_condition, before + 1, known)
                if numbers:
                    found.append((one.hits[numbers[0] - 1], one.hits[numbers[-1] - 1]))
        return found

    def writes(self, one: DataBreakpoint, start: int, end: int) -> Iterator[int]:
        """The moments before writes in a stretch at whose end the machine stands; it stands at the one yielded."""
        place = one.place.now()  # the object may be gone here, or not be there where the stretch begins
        self._history.go_back_at_hand(min(max(start, one.place.created), end))
        place = place or one.place.now()
        while place is not None and forward_to_write(self._machine, end, place):
            t = int(self._machine.t)
            if self.is_write(one, place):
                yield t
            self._history.go_back_at_hand(t)
            self._history.step_forward()

    def is_write(self, one: DataBreakpoint, place: Place) -> bool:
        """Whether the next instruction, which writes to the place, writes to the variable, and the condition holds."""
        if one.variable is not None and not one.variable.is_at(self._machine, place):
            return False
        return self._holds(one.condition)

    def is_read(self) -> bool:
        """Whether the next instruction reads one of the places."""
        return any(self._is_read_here(one) for one in self.all)

    def here(self) -> list[DataBreakpoint]:
        """Those whose places the next instruction is going to read, or, if it has been executed before, to write to."""
        return [one for one in self.all if self._is_read_here(one) or self._is_written_here(one)]

    def _is_read_here(self, one: DataBreakpoint) -> bool:
        return one.access.reads and one.reading.is_candidate() and one.reading.here() and self._holds(one.condition)

    def _is_written_here(self, one: DataBreakpoint) -> bool:
        history = self._history
        place = one.place.now()
        if place is None or not one.access.writes or not history.in_past or not self.is_write(one, place):
            return False
        history.step_forward()
        after = one.place.now()
        is_written = after is not None and step_writes(self._machine, after)
        history.step_back()
        return is_written


def _is_same(one: Place, other: Place) -> bool:
    return (one.kind, one.key, one.index) == (other.kind, other.key, other.index) and one.subject is other.subject


def stretches(history: History, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of the past in parts that undo and redo reach, each a first and a last moment; the machine is there."""
    while start < end:
        history.seek(start)
        history.record_up_to(min(start + STRETCH, end))  # it ends where an epoch does
        if history.machine.t == start:
            history.step_forward()
        reached = int(history.machine.t)
        history.keep_live_pc()
        yield start, reached
        start = reached
