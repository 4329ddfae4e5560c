"""Progress of long movements and searches, shown to clients that can show it; they can cancel it."""

import time
from itertools import count
from typing import Final

from debugger.dap import moments
from debugger.dap.debuggee import Debuggee
from debugger.dap.fields import Json

AFTER: Final = 0.5
"""Seconds after which a movement is long."""

EVERY: Final = 0.2
"""Seconds between two reports."""

_PREFIX: Final = "movement-"

_numbers = count(1)


class Progress:
    """The progress of one movement or search."""

    def __init__(self, debuggee: Debuggee, title: str = "Going back") -> None:
        self._debuggee = debuggee
        self._title = title
        self._number = f"{_PREFIX}{next(_numbers)}"
        self._next = time.monotonic() + AFTER
        self._wanted = debuggee.client.features.flag("supportsProgressReporting")
        self._shown = False

    def report(self, part: float | None = None) -> None:
        """It goes on; `part` of it, from 0 to 1, is done."""
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next = now + EVERY
        client = self._debuggee.client
        where = moments.position(self._debuggee.session)
        done: dict[str, Json] = {} if part is None else {"percentage": round(part * 100)}
        if self._shown:
            client.event("progressUpdate", {"progressId": self._number, "message": where, **done})
            return
        self._shown = True
        client.event(
            "progressStart",
            {"progressId": self._number, "title": self._title, "message": where, "cancellable": True, **done},
        )

    def end(self) -> None:
        if self._shown:
            self._debuggee.client.event("progressEnd", {"progressId": self._number})


def is_progress(number: str) -> bool:
    """Whether a cancel request means a movement or a search."""
    return number.startswith(_PREFIX)
