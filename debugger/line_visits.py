"""Going to a line, forward or backward: a continue with a breakpoint of its own."""

from debugger.motions import Continue, Motion
from debugger.mover import Mover
from debugger.stops import Reason


class LineVisit(Motion):
    """To the next or previous visit of a line that has code.  Breakpoints on the way stop it."""

    def __init__(self, mover: Mover, source: str, line: int, forward: bool) -> None:
        super().__init__(mover, forward)
        self._way = Continue(mover, forward)
        self._goal = mover.breakpoints.add_temporary(source, line)

    def advance(self, budget: int) -> Reason | None:
        reason = self._way.advance(budget)
        if reason is None:
            return None
        if reason is Reason.BREAKPOINT and self._goal in self.mover.breakpoints_here():
            reason = Reason.SEEK
        self.mover.breakpoints.remove_temporary(self._goal)
        return reason

    @property
    def reached(self) -> int:
        return self._way.reached

    def cancel(self) -> None:
        self._way.cancel()
        self.mover.breakpoints.remove_temporary(self._goal)
