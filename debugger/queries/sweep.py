"""Running a stretch of the run again from its beginning to its end, and stopping at planted instructions.

What all queries are made of.  Epochs that the caller knows to hold nothing are passed over.
"""

from collections.abc import Callable, Generator, Iterable
from typing import Final

from debugger.breakpoints import Breakpoints
from engine.compiler.proto import Proto
from engine.history.timeline import History
from engine.history.walking import at_breakpoint
from engine.runtime.values import LuaClosure

SLICE: Final = 200_000
"""Steps, at most, between two yields."""

STOPS: Final = 500
"""Stops at planted instructions, at most, that count as one slice."""

Place = tuple[Proto, int]
"""An instruction: the function, and its number in it."""


class Sweep:
    """A sweep over the moments from `start` on, before `end`.

    `may_matter` says of an epoch, by a moment at its beginning, whether it can hold anything of interest.  With
    `recording` the steps before a stop can be undone, up to the beginning of the epoch.
    """

    def __init__(
        self,
        history: History,
        breakpoints: Breakpoints,
        start: int,
        end: int,
        *,
        recording: bool = False,
        may_matter: Callable[[int], bool] | None = None,
    ) -> None:
        self.history = history
        self.machine = history.machine
        self.start = max(start, history.oldest)
        self.end = min(end, history.newest)
        self._breakpoints = breakpoints
        self._recording = recording
        self._may_matter = may_matter

    def blocks_matter(self, places: Iterable[Place]) -> None:
        """Pass over the epochs in which none of the blocks of these instructions ran."""
        planted = self._breakpoints.plant_temporary(places)
        blocks = self._breakpoints.blocks([planted])
        self._breakpoints.remove_temporary(planted)
        self._may_matter = lambda t: self.history.has_visited(t, blocks)

    def run(self, places: Iterable[Place] = ()) -> Generator[bool, None, None]:
        """Sweep.  Yields True where the next instruction is one of `places`, False where a slice is over."""
        wanted = set(places)
        planted = self._breakpoints.plant_temporary(wanted)
        try:
            t = self.start
            while t < self.end:
                goal = min(self.history.end_of_epoch(t), self.end)
                if self._may_matter is None or self._may_matter(t):
                    yield from self._epoch(t, goal, wanted)
                t = goal
        finally:
            self._breakpoints.remove_temporary(planted)

    def _epoch(self, t: int, goal: int, wanted: set[Place]) -> Generator[bool, None, None]:
        history = self.history
        machine = self.machine
        history.begin_replay(t, self._recording)
        base = history.replayed_epoch
        is_here = self._is_at(wanted)
        stops = 0
        while True:
            here = int(machine.t)
            yield is_here
            stops += is_here
            if stops == STOPS:
                stops = 0
                yield False
            if history.replayed_epoch != base or machine.t != here:  # whoever looked has moved
                history.begin_replay(here, self._recording)
                base = history.replayed_epoch
            history.search_to(min(goal, machine.t + SLICE))
            if machine.t >= goal:
                yield False
                return
            is_here = self._is_at(wanted)

    def _is_at(self, wanted: set[Place]) -> bool:
        machine = self.machine
        if not wanted or machine.failure is not None or machine.results is not None or not at_breakpoint(machine):
            return False
        co = machine.current
        function = co.functions[co.depth]
        return isinstance(function, LuaClosure) and (function.proto, int(co.pcs[co.depth])) in wanted
