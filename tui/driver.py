"""Drives movements in slices of a few hundredths of a second, so that the screen stays alive between them."""

import time
from typing import Final

from debugger.motions import Motion
from debugger.session import Session
from debugger.stops import Stop

SLICE: Final = 0.03
"""Seconds that a slice should take."""

_SMALLEST: Final = 1_000
_LARGEST: Final = 4_000_000


class Driver:
    """The movement in progress, if there is one; `label` and `forward` tell what it is, or what the last one was."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.label = ""
        self.forward = True
        self.running = False
        self._budget = 20_000

    def start(self, label: str, motion: Motion, forward: bool) -> None:
        self.label = label
        self.forward = forward
        self.running = True
        self.session.begin(motion)

    def advance(self) -> Stop | None:
        """Go on for a slice; a Stop when the movement is over."""
        started = time.perf_counter()
        stop = self.session.advance(self._budget)
        taken = time.perf_counter() - started
        if stop is not None:
            self.running = False
        elif taken < SLICE / 2:
            self._budget = min(self._budget * 2, _LARGEST)
        elif taken > SLICE * 2:
            self._budget = max(self._budget // 2, _SMALLEST)
        return stop

    def pause(self) -> None:
        if self.running:
            self.session.pause()
