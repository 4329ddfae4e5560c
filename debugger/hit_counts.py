"""Counting the hits of breakpoints whose number matters (`hit_conditions`).

A hit has the same number in both directions of time.  So before a movement begins the hits up to there are counted, in
slices (`AfterCounting`); forward from there the movement looks at every breakpoint that it meets, and each hit is the
next one.
"""

from bisect import bisect_right
from collections.abc import Callable, Generator
from typing import Final

from debugger.breakpoints import Breakpoint
from debugger.motions import Motion
from debugger.mover import LOOKS, Mover
from debugger.queries.context import Context
from debugger.stops import Reason

_NEVER: Final = 1 << 62


class HitCounts:
    """The hits of a session's breakpoints.  `holds` says whether the condition of one does that is met."""

    def __init__(self, context: Context, holds: Callable[[Breakpoint], bool]) -> None:
        self.machine = context.machine
        self.since = _NEVER  # after this moment, the movement in progress has looked at all that it met
        self._context = context
        self._holds = holds

    def number(self, found: Breakpoint) -> int:
        """The number of the hit at the present moment."""
        t = int(self.machine.t)
        if found.counted < self.since and found.counted < t:
            for _ in self.counting(t):
                pass
        elif found.counted < t:
            found.hits.append(t)
            found.counted = t
        return bisect_right(found.hits, t)

    def uncounted(self, t: int) -> list[Breakpoint]:
        """The breakpoints with hits of which those up to a moment are not all known."""
        return [one for one in self._context.breakpoints.counted() if one.counted < t]

    def counting(self, end: int) -> Generator[bool, None, None]:
        """Find the hits up to a moment, and go there: True where a breakpoint is met, False where a slice is over."""
        wanted = self.uncounted(end)
        if not wanted:
            return
        places = {place for one in wanted for place in one.places}
        sweep = self._context.sweep(min(one.counted for one in wanted), end, recording=True)
        sweep.blocks_matter(places)
        for is_here in sweep.run(places):
            if is_here:
                self._note(wanted)
            yield is_here
        self._context.history.seek(end)
        self._note(wanted)
        for one in wanted:
            one.counted = max(one.counted, end)

    def _note(self, wanted: list[Breakpoint]) -> None:
        mover = self._context.mover
        t = int(self.machine.t)
        for found in mover.breakpoints_here():
            if found in wanted and found.counted < t and mover.meets(found) and self._holds(found):
                found.hits.append(t)
                found.counted = t


def work_on(work: Generator[bool, None, None]) -> bool:
    """Do a slice of what yields True at each hit and False where a slice is over; whether all is done."""
    for _ in range(LOOKS):
        is_hit = next(work, None)
        if not is_hit:
            return is_hit is None
    return False


class AfterCounting(Motion):
    """`way`, once hits are counted up to where it begins; also up to where breakpoints are set on it."""

    def __init__(self, mover: Mover, way: Motion, hits: HitCounts) -> None:
        super().__init__(mover, way.forward)
        self._way = way
        self._hits = hits
        self._origin: int = mover.machine.t
        self._here = self._origin  # where the way stands
        self._counting: Generator[bool, None, None] | None = None

    def advance(self, budget: int) -> Reason | None:
        if self._counting is None and self.machine.t == self._way.reached:
            self._here = self.machine.t
            if self._hits.uncounted(self._origin if self.forward else self._here):
                self._counting = self._hits.counting(self._here)
        if self._counting is not None:
            if work_on(self._counting):
                self._counting = None
            return None
        self._hits.since = self._origin if self.forward else _NEVER
        try:
            return self._way.advance(budget)
        finally:
            self._hits.since = _NEVER

    @property
    def looks_back(self) -> bool:
        return self._way.looks_back

    @property
    def reached(self) -> int:
        return self._way.reached

    def cancel(self) -> None:
        if self._counting is not None:
            self._counting.close()
            self.mover.history.seek(self._here)
        self._way.cancel()
