"""Data breakpoints: a continue that also stops before a step that writes to one of some places, in both directions.

Forward the run is looked through in stretches, each after it has been executed.  Backward the breakpoint that would
stop is looked for first, and then for a write after it.  What the instruction writes where the movement begins is
passed.
"""

from collections.abc import Sequence
from typing import Final

from debugger.motions import Continue, Motion
from debugger.mover import Mover
from debugger.places import Tracked
from debugger.stops import Reason
from debugger.write_motions import LastWrite
from engine.history.writes import forward_to_write

STRETCH: Final = 200_000
"""Steps that are executed at once before they are looked through."""


class ContinueForward(Motion):
    """To the next breakpoint or write, or to the end."""

    def __init__(self, mover: Mover, watched: Sequence[Tracked]) -> None:
        super().__init__(mover, True)
        self._way = Continue(mover, True)
        self._watched = watched
        self._origin: int = mover.machine.t

    def advance(self, budget: int) -> Reason | None:
        start: int = self.machine.t
        reason = self._way.advance(min(budget, STRETCH))
        end: int = self.machine.t
        if self._find(max(start, self._origin + 1), end):
            return Reason.WRITE
        return reason

    def _find(self, start: int, end: int) -> bool:
        """Go to the first write in a stretch that has been executed; to its end, if there is none."""
        history = self.mover.history
        machine = self.machine
        while start < end:
            history.seek(start)
            history.record_up_to(end)  # it ends where an epoch does
            if machine.t == start:
                history.step_forward()
            reached: int = machine.t
            found = reached
            is_found = False
            history.keep_live_pc()
            for one in self._watched:
                place = one.now()  # where the stretch ends, its object may be gone
                history.go_back_at_hand(start)
                place = place or one.now()
                if place is not None and forward_to_write(machine, found, place):
                    found, is_found = machine.t, True
            history.go_back_at_hand(found)
            if is_found:
                return True
            start = reached
        history.seek(end)
        return False


class ContinueBackward(Motion):
    """To the previous breakpoint or write, or to the oldest moment."""

    def __init__(self, mover: Mover, watched: Sequence[Tracked]) -> None:
        super().__init__(mover, False)
        self._way = Continue(mover, False)
        self._watched = list(watched)
        self._origin: int = mover.machine.t
        self._reason: Reason | None = None  # why the way would end
        self._end = -1  # where it would, or a write that comes before
        self._search: LastWrite | None = None

    def advance(self, budget: int) -> Reason | None:
        if self._reason is None:
            self._reason = self._way.advance(budget)
            self._end = self.machine.t
            return None
        if self._search is not None:
            self._look(self._search, budget)
            return None
        if self._watched:
            self._search = self._search_for(self._watched.pop())
            return None
        self.mover.history.seek(self._end)
        return self._reason

    @property
    def reached(self) -> int:
        """It is known at the end where it leads."""
        return self._origin

    def cancel(self) -> None:
        self.mover.history.seek(self._origin)

    def _search_for(self, watched: Tracked) -> LastWrite | None:
        """A search that begins where the movement does; at the end of the program, before its stack is gone."""
        history = self.mover.history
        history.seek(self._origin)
        place = watched.now()
        if place is None and self._end < self._origin:
            history.step_back()
            place = watched.now()
        return None if place is None else LastWrite(self.mover, watched, self._end)

    def _look(self, search: LastWrite, budget: int) -> None:
        """Look further back for a write, no further than to where the way ends."""
        reason = search.advance(budget)
        if reason is Reason.WRITE and self.machine.t >= self._end:
            self._end, self._reason = self.machine.t, reason
        if reason is not None:
            self._search = None
