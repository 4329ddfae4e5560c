"""Breaking off long work of the library, or ending a stretch of execution after it.  Relies on nothing.

Between two instructions the VM can be stopped anywhere; a function of the library that works for long has to ask
(`Poller.worked`), where it has changed nothing that undoing its step does not restore.  What works for a while in one
piece, or has changed something, says so (`Poller.took`): thousands of such calls take long, too.
"""

from collections.abc import Callable
from typing import Final, final

from mypy_extensions import i64

WORK: Final = 100_000
"""Units of work (a byte matched, an element moved: some ten nanoseconds) between two questions."""

CALLS: Final = 128
"""Calls of the library between two questions, at most: most of them are short, and say nothing."""


class BrokenOff(Exception):  # noqa: N818  # it is no failure
    """Somebody wants to have the machine: the step in progress has to be taken back, to be executed later."""


@final
class Poller:
    """Asks, now and then, whoever wants to know.

    `hook` is told whether the work can be broken off here, and raises what does so; or it sets `is_late`: then
    execution ends after the step in progress.  None asks nobody.
    """

    def __init__(self) -> None:
        self.hook: Callable[[bool], None] | None = None
        self.is_late = False
        self._done: i64 = 0

    def worked(self, amount: i64) -> None:
        """So much has been done since the last call; it can be broken off here."""
        self._done += amount
        if self._done >= WORK:
            self._ask(True)

    def took(self, amount: i64) -> None:
        """So much has been done since the last call, or will be in one piece; it cannot be broken off."""
        self._done += amount
        if self._done >= WORK:
            self._ask(False)

    def copied(self, size: i64) -> None:
        """`took`, for bytes that are copied at once."""
        self.took(size >> 4)

    def called(self) -> None:
        """A function of the library has been called, whatever it does."""
        self.took(WORK // CALLS)

    def _ask(self, can_break_off: bool) -> None:
        self._done = 0
        if self.hook is not None:
            self.hook(can_break_off)
