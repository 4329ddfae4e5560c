"""Drives long work in slices of a few hundredths of a second, so that the screen stays alive between them.

The work is a `Job`: a movement of the session, or a search of the run.  One at a time.
"""

import time
from collections.abc import Callable
from typing import Final

from debugger.motions import Motion
from debugger.session import Session
from debugger.stops import Stop

SLICE: Final = 0.03
"""Seconds that a slice should take."""

FIRST: Final = 0.012
"""Seconds of the first one: so soon the user sees that it will take longer."""

_FIRST: Final = 2000
_SMALLEST: Final = 10
_LARGEST: Final = 4_000_000


class Job:
    """Work in progress; `label` says what it is.  Abstract."""

    def __init__(self, label: str, forward: bool) -> None:
        self.label = label
        self.forward = forward

    def advance(self, budget: int) -> bool:
        """Go on for about `budget` steps; whether it is over."""
        raise NotImplementedError

    def progress(self) -> float | None:
        """How much of it is done, from 0 to 1, if that is known."""
        return None

    @property
    def is_waiting(self) -> bool:
        """Whether it can make no headway before the user has given input."""
        return False

    def cancel(self) -> None:
        """Give it up."""
        raise NotImplementedError


class Movement(Job):
    """A motion of the session; `stop` is where it has led, once it is over.  To cancel it is to stop on the way."""

    def __init__(self, session: Session, label: str, motion: Motion, forward: bool, goal: int | None = None) -> None:
        super().__init__(label, forward)
        self.session = session
        self.origin = session.t
        self.goal = goal
        self.stop: Stop | None = None
        session.begin(motion)

    def advance(self, budget: int) -> bool:
        self.stop = self.session.advance(budget)
        return self.stop is not None

    def progress(self) -> float | None:
        if self.goal is None or self.goal == self.origin:
            return None
        return min(max((self.session.t - self.origin) / (self.goal - self.origin), 0.0), 1.0)

    @property
    def is_waiting(self) -> bool:
        return self.stop is None and self.session.waits_for_input

    def cancel(self) -> None:
        self.session.pause()


class Driver:
    """The work in progress, if there is some.  `limit` says how many steps may be done before `look` is called."""

    def __init__(self, limit: Callable[[], int], look: Callable[[], None]) -> None:
        self.job: Job | None = None
        self._budget = _FIRST
        self._room = FIRST
        self._limit = limit
        self._look = look

    @property
    def running(self) -> bool:
        return self.job is not None

    def start(self, job: Job) -> None:
        self.job = job
        self._budget = min(self._budget, _FIRST)
        self._room = FIRST

    def advance(self) -> bool:
        """Go on for a slice; whether the work is over.  What it raises ends it, too."""
        job = self.job
        if job is None:
            return True
        until = time.perf_counter() + self._room
        self._room = SLICE
        try:
            while True:
                started = time.perf_counter()
                budget = min(self._budget, self._limit())
                if job.advance(budget):
                    self.job = None
                    return True
                self._look()
                if job.is_waiting:
                    return False
                now = time.perf_counter()
                if now - started > SLICE:
                    self._budget = max(int(budget * SLICE / (now - started)), _SMALLEST)
                elif now - started < SLICE / 4 and budget == self._budget:
                    self._budget = min(self._budget * 2, _LARGEST)
                if now >= until:
                    return False
        except BaseException:
            self.job = None
            raise

    def cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
