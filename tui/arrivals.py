"""Whether the user has done something that the screen has not been told of yet.

While a function of the library works for long the screen stands still, and nobody reads what has come.  Textual's
thread that reads the terminal notes each event when it has handed it on; the session asks for that
(`Session.break_off_for`).
"""

import time
from typing import Final

from textual.driver import Driver
from textual.events import Key
from textual.message import Message

from tui.keys import COMMANDS

PAUSING: Final = next(command.keys for command in COMMANDS if command.id == "pause")

EVERY: Final = 0.02
"""Seconds between two looks: each gives the thread that reads a moment to run."""

_MOMENT: Final = 0.001


class Arrivals:
    def __init__(self) -> None:
        self._has_come = False
        self._pauses = False
        self._looked = 0.0

    def note(self, message: Message) -> None:
        self._has_come = True
        self._pauses = self._pauses or (isinstance(message, Key) and message.key in PAUSING)

    def forget(self) -> None:
        """The screen goes on, and is told of everything."""
        self._has_come = self._pauses = False

    def pause(self) -> bool:
        """Whether a key that pauses has been pressed."""
        return self.have_come() and self._pauses

    def have_come(self) -> bool:
        now = time.perf_counter()
        if not self._has_come and now - self._looked > EVERY:
            self._looked = now
            time.sleep(_MOMENT)
        return self._has_come


def noticing(driver: type[Driver], arrivals: Arrivals) -> type[Driver]:
    """A kind of driver that notes what the user does."""

    class Noticing(driver):  # type: ignore[misc, valid-type]  # which kind is known when it runs
        def process_message(self, message: Message) -> None:
            super().process_message(message)
            arrivals.note(message)

    return Noticing
