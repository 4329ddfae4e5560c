"""Breaking off long work of the library, or ending a stretch of execution after it.  Relies on nothing.

Between two instructions the VM can be stopped anywhere; a function of the library that works for long has to ask.  It
asks where it has changed nothing that undoing its step does not restore.
"""

from collections.abc import Callable
from typing import Final, final

from mypy_extensions import i64

WORK: Final = 100_000
"""Units of work (a byte matched, an element moved: some ten nanoseconds) between two questions."""


class BrokenOff(Exception):  # noqa: N818  # it is no failure
    """Somebody wants to have the machine: the step in progress has to be taken back, to be executed later."""


@final
class Poller:
    """Asks, now and then, whoever wants to know.

    `hook` raises what breaks the work off, or sets `is_late`: then execution ends after the function that asks; None
    asks nobody.
    """

    def __init__(self) -> None:
        self.hook: Callable[[], None] | None = None
        self.is_late = False
        self._done: i64 = 0

    def worked(self, amount: i64) -> None:
        """So much has been done since the last call."""
        self._done += amount
        if self._done >= WORK:
            self._done = 0
            if self.hook is not None:
                self.hook()
