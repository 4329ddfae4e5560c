"""Data breakpoints: a continue that also stops before a step that writes to or reads one of some places, in both
directions.

Reads are met like breakpoints, by traps on the instructions that may read (`place_reads`).  Writes are looked for in
the history: forward the run is looked through in stretches, each after it has been executed.  Backward the breakpoint
or read that would stop is looked for first, and then for a write after it.  What the instruction reads and writes where
the movement begins is passed.

A local variable is that of calls of its function at its place of the stack: what else comes to use its register does
not count.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from debugger import hit_conditions
from debugger.breakpoints import Trap
from debugger.frame_variables import FrameVariable, variable_at
from debugger.motions import Continue, Motion
from debugger.mover import Mover
from debugger.place_reads import PlaceReads
from debugger.places import Tracked
from debugger.queries.context import Context
from debugger.queries.places_written import reads_met
from debugger.stops import Reason
from debugger.write_motions import LastWrite
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

    def traps(self) -> list[Trap]:
        """What stops at the reads."""
        return [self._trap(one) for one in self.all if one.access.reads]

    def _trap(self, one: DataBreakpoint) -> Trap:
        reading = one.reading
        return Trap(
            "",
            0,
            one.condition,
            is_exact=True,
            finds=reading.candidates,
            holds_here=reading.here,
            stops_here=lambda: self.stops(one),
        )

    def stops(self, one: DataBreakpoint) -> bool:
        """Whether the hit at the present moment is one that stops, by its number."""
        if not one.hit_condition:
            return True
        t = int(self._machine.t)
        self.count(one, t)
        return hit_conditions.holds(one.hit_condition, bisect_left(one.hits, t) + 1)

    def count(self, one: DataBreakpoint, end: int) -> None:
        """Find the hits before a moment, if their number matters.  The machine is then where it was."""
        if not one.hit_condition or one.counted >= end:
            return
        here = int(self._machine.t)
        start = max(one.counted, self._history.oldest)
        found = set(one.hits)
        if one.access.writes:
            for first, last in stretches(self._history, start, end):
                found.update(self.writes(one, first, last))
        if one.access.reads:
            for is_read in reads_met(self._context, one.place, one.reading, start, end):
                if is_read and self._holds(one.condition):
                    found.add(int(self._machine.t))
        self._history.seek(here)
        one.hits = sorted(found)
        one.counted = end

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


class _Watching(Motion):
    """A continue with traps at what is read, as long as it lasts.  Abstract: each direction says how it goes on."""

    def __init__(self, mover: Mover, watched: DataBreakpoints, forward: bool) -> None:
        super().__init__(mover, forward)
        self._watched = watched
        self._way = Continue(mover, forward)
        self._origin: int = mover.machine.t
        self._set: list[DataBreakpoint] = []  # those that the traps are for
        self._traps: list[Trap] = []

    def advance(self, budget: int) -> Reason | None:
        try:
            if self._set is not self._watched.all:  # they may be changed on the way
                self._release()
                self._plant()
            reason = self._go_on(budget)
        except BaseException:
            self._release()
            raise
        if reason is not None:
            self._release()
        return reason

    def _go_on(self, budget: int) -> Reason | None:
        raise NotImplementedError

    def _go(self, budget: int) -> Reason | None:
        """Advance on the way.  A trap where nothing else stops makes a READ."""
        reason = self._way.advance(budget)
        is_trap = reason is Reason.BREAKPOINT and self._is_at_trap_alone()
        return Reason.READ if is_trap else reason

    def _is_at_trap_alone(self) -> bool:
        if not self._traps:
            return False
        mover = self.mover
        others = [one for one in mover.breakpoints_here() if one not in self._traps]
        return not any(mover.meets(one) and mover.holds(one) and mover.stops(one) for one in others)

    def _plant(self) -> None:
        self._set = self._watched.all
        self._traps = self._watched.traps()
        for trap in self._traps:
            self.mover.breakpoints.add_trap(trap)

    def _release(self) -> None:
        for trap in self._traps:
            self.mover.breakpoints.remove_temporary(trap)
        self._traps = []


class ContinueForward(_Watching):
    """To the next breakpoint, write or read, or to the end."""

    def __init__(self, mover: Mover, watched: DataBreakpoints) -> None:
        super().__init__(mover, watched, True)

    def _go_on(self, budget: int) -> Reason | None:
        start: int = self.machine.t
        reason = self._go(min(budget, STRETCH))
        end: int = self.machine.t
        if self._find(max(start, self._origin + 1), end):
            return Reason.WRITE
        return reason

    def _find(self, start: int, end: int) -> bool:
        """Go to the first write in a stretch that has been executed; to its end, if there is none."""
        watched = [one for one in self._watched.all if one.access.writes]
        if not watched or start >= end:
            return False
        history = self.mover.history
        for one in watched:
            self._watched.count(one, end)
        for first, last in stretches(history, start, end):
            found, is_found = last, False
            for one in watched:
                for moment in self._watched.writes(one, first, found):
                    if self._watched.stops(one):
                        found, is_found = moment, True
                        break
            history.go_back_at_hand(found)
            if is_found:
                return True
        history.seek(end)
        return False

    def cancel(self) -> None:
        self._way.cancel()
        self._release()


class ContinueBackward(_Watching):
    """To the previous breakpoint, write or read, or to the oldest moment."""

    def __init__(self, mover: Mover, watched: DataBreakpoints) -> None:
        super().__init__(mover, watched, False)
        self._reason: Reason | None = None  # why the way would end
        self._end = -1  # where it would, or a write that comes before
        self._left = [one for one in watched.all if one.access.writes]  # to be looked for
        self._search: LastWrite | None = None

    def _go_on(self, budget: int) -> Reason | None:
        if self._reason is None:
            self._reason = self._go(budget)
            self._end = self.machine.t
            return None
        if self._search is not None:
            self._look(self._search, budget)
            return None
        if self._left:
            self._search = self._search_for(self._left[-1].place)
            if self._search is None:
                self._left.pop()
            return None
        self.mover.history.seek(self._end)
        return self._reason

    @property
    def reached(self) -> int:
        """It is known at the end where it leads."""
        return self._origin

    def cancel(self) -> None:
        self._release()
        self.mover.history.seek(self._origin)

    def _search_for(self, place: Tracked) -> LastWrite | None:
        """A search that begins where the movement does; at the end of the program, before its stack is gone."""
        history = self.mover.history
        history.seek(self._origin)
        found = place.now()
        if found is None and self._end < self._origin:
            history.step_back()
            found = place.now()
        return None if found is None else LastWrite(self.mover, place, self._end)

    def _look(self, search: LastWrite, budget: int) -> None:
        """Look further back for a write, no further than to where the way ends."""
        reason = search.advance(budget)
        if reason is None:
            return
        one = self._left[-1]
        t: int = self.machine.t
        if reason is Reason.WRITE and t >= self._end:
            place = one.place.now()
            if place is None or not self._watched.is_write(one, place) or not self._watched.stops(one):
                self.mover.history.seek(t)
                self._search = LastWrite(self.mover, one.place, self._end)  # on, from here
                return
            if t > self._end or self._reason not in (Reason.BREAKPOINT, Reason.READ):
                self._end, self._reason = t, reason
        self._search = None
        self._left.pop()
