"""Movements around calls: into one of several calls on a line, and back to where a frame began."""

from debugger.inspection import Frame
from debugger.motions import Line, Motion
from debugger.mover import Followed, Mover, line_of
from debugger.stops import Reason


class IntoCall(Line):
    """Forward into the function that instruction `pc` of the innermost frame calls, over the calls before it.

    Where the program takes another way, or nothing of the program's own is called, it is a step over.
    """

    def __init__(self, mover: Mover, pc: int) -> None:
        super().__init__(mover, True, False)
        self._pc = pc

    def _step(self) -> Reason | None:
        co = self.co
        calls = co.depth == self.depth and co.pcs[self.depth] == self._pc
        reason = super()._step()
        if reason is None and calls and self.is_inside():
            return Reason.STEP
        return reason

    def is_inside(self) -> bool:
        """Whether a function has been called that has lines."""
        co = self.machine.current
        return co.pcs[co.depth] == 0 and line_of(co, co.depth) != 0 if co.depth >= 0 else False


class FrameStart(Motion):
    """Backward to where the function of a frame began.  Breakpoints on the way do not stop it."""

    def __init__(self, mover: Mover, frame: Frame) -> None:
        super().__init__(mover, False)
        self._followed = Followed(mover, frame.coroutine)
        self._below = frame.level - 1
        self._origin: int = mover.machine.t

    def advance(self, budget: int) -> Reason | None:
        history = self.mover.history
        limit = max(self.limit(budget), history.oldest)
        while self.machine.t > limit:
            reason = self.mover.stretch(limit, self._followed.now(), self._below)
            if reason is not None:
                return reason
            if self._followed.now().depth <= self._below:
                self.mover.step(True)
                return Reason.SEEK
        return Reason.SEEK if self.machine.t <= history.oldest else None

    def cancel(self) -> None:
        self.mover.history.seek(self._origin)
