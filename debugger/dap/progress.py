"""Progress of long movements through the past, shown to clients that can show it; they can cancel it."""

import time
from itertools import count
from typing import Final

from debugger.dap import moments
from debugger.dap.debuggee import Debuggee

AFTER: Final = 0.5
"""Seconds after which a movement is long."""

EVERY: Final = 0.2
"""Seconds between two reports."""

_PREFIX: Final = "movement-"

_numbers = count(1)


class Progress:
    """The progress of one movement."""

    def __init__(self, debuggee: Debuggee) -> None:
        self._debuggee = debuggee
        self._number = f"{_PREFIX}{next(_numbers)}"
        self._next = time.monotonic() + AFTER
        self._wanted = debuggee.client.features.flag("supportsProgressReporting")
        self._shown = False

    def report(self) -> None:
        """The movement goes on."""
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + EVERY
        client = self._debuggee.client
        where = moments.position(self._debuggee.session)
        if self._shown:
            client.event("progressUpdate", {"progressId": self._number, "message": where})
            return
        self._shown = True
        client.event(
            "progressStart",
            {"progressId": self._number, "title": "Going back", "message": where, "cancellable": True},
        )

    def end(self) -> None:
        if self._shown:
            self._debuggee.client.event("progressEnd", {"progressId": self._number})


def is_progress(number: str) -> bool:
    """Whether a cancel request means a movement."""
    return number.startswith(_PREFIX)
