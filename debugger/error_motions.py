"""Movements that also stop at errors which something catches: around any other movement, in both directions.

They stop before the instruction that raises.  Forward, execution pauses after each error (`RaisedErrors.stops`) so
that little more is executed than up to it; what the other movement passes is looked through after each slice.  That of
the moment where the movement begins is passed.
"""

from collections.abc import Callable
from typing import Final

from debugger.motions import Motion
from debugger.mover import LOOKS, Mover
from debugger.raised_errors import RaisedErrors
from debugger.stops import Reason


class StoppingAtErrors(Motion):
    """`way`, which ends at an error for which `wanted`, asked at its moment, says so."""

    def __init__(self, mover: Mover, way: Motion, errors: RaisedErrors, wanted: Callable[[], bool]) -> None:
        super().__init__(mover, way.forward)
        self._way: Final = way
        self._errors: Final = errors
        self._wanted: Final = wanted
        self._origin: Final[int] = mover.machine.t
        self._seen = self._origin  # up to here, errors have been looked for
        self._pending: list[int] = []  # moments of errors that may stop; the one to ask about first is the last
        self._end = -1  # where the way has come
        self._reason: Reason | None = None  # why it is over

    def advance(self, budget: int) -> Reason | None:
        if not self._pending:
            if self._reason is not None:
                return self._reason
            self._errors.is_news = False
            self._reason = self._way.advance(budget)
            self._end = self.machine.t
            self._collect(self._end if self._reason is not None else self._way.reached)
            if not self._pending:
                return self._reason
        if self._stops():
            return Reason.RAISE
        return None if self._pending else self._reason

    @property
    def reached(self) -> int:
        return self._way.reached

    def cancel(self) -> None:
        if self._reason is None:
            self._way.cancel()

    def _collect(self, reached: int) -> None:
        """Note the errors of what the way has passed."""
        if self.forward and reached > self._seen:
            self._pending = self._errors.between(max(self._seen, self._origin + 1), reached - 1)[::-1]
            self._seen = reached
        elif not self.forward and reached < self._seen:
            self._pending = self._errors.between(reached, self._seen - 1)
            self._seen = reached

    def _stops(self) -> bool:
        """Ask about some of the pending errors; back to where the way has come, if none of them stops."""
        history = self.mover.history
        for _ in range(min(LOOKS, len(self._pending))):  # to look at each may take an evaluation
            moment = self._pending.pop()
            if moment == self._end and self._reason is not None:
                continue  # the way ends there for a reason of its own
            history.seek(moment)
            if self._wanted():
                if self._reason is None:
                    self._way.cancel()
                    history.seek(moment)
                return True
        history.seek(self._end)
        return False
