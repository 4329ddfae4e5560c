"""Movements through a run: each command as an object that advances in bounded slices.

A motion looks at where the session stands when it is made, and is then advanced until it says why it is over.
Forward and backward are mirror images: stepping backward stops at the moments where stepping forward does, the line
starts (see `mover`).
"""

from debugger.mover import Mover, line_of
from debugger.stops import Reason
from engine.compiler.opcodes import TAILCALL
from engine.runtime.coroutine import DEAD, K_UNWIND, KIND_MASK
from engine.runtime.values import LuaClosure


class Motion:
    """A movement in progress."""

    def __init__(self, mover: Mover, forward: bool) -> None:
        self.mover = mover
        self.machine = mover.machine
        self.forward = forward

    def advance(self, budget: int) -> Reason | None:
        """Move on by `budget` steps at most; the reason, if the movement is over."""
        raise NotImplementedError

    def limit(self, budget: int) -> int:
        """The moment where a slice of the movement ends."""
        return self.machine.t + (budget if self.forward else -budget)


class Continue(Motion):
    """To the next breakpoint, error or end; backward to the previous breakpoint or the oldest moment."""

    def advance(self, budget: int) -> Reason | None:
        return self.mover.run_to(self.limit(budget))


class Travel(Motion):
    """To a moment, or to where time ends, passing breakpoints; `arrived` is the reason on arrival."""

    def __init__(self, mover: Mover, t: int, arrived: Reason) -> None:
        super().__init__(mover, t > mover.machine.t)
        self.t = t
        self.arrived = arrived

    def advance(self, budget: int) -> Reason | None:
        limit = self.limit(budget)
        reason = self.mover.travel(min(self.t, limit) if self.forward else max(self.t, limit))
        return self.arrived if reason is None and self.machine.t == self.t else reason


class _Framed(Motion):
    """A motion that keeps to a frame, at first the innermost of the program's own, and passes over what it calls.

    A coroutine that the frame resumes counts as called; so does everything that happens while it waits in a yield.
    When the frame is left, the one that goes on takes its place.
    """

    def __init__(self, mover: Mover, forward: bool) -> None:
        super().__init__(mover, forward)
        self.co = self.machine.current
        self.depth: int = self.co.depth
        while self.depth > 0 and line_of(self.co, self.depth) == 0:
            self.depth -= 1
        if self.depth < 0:
            self.depth = 1  # the program has ended; its main function stood there

    def is_waiting(self) -> bool:
        """Whether something runs that the frame called."""
        return self.co.depth > self.depth and self.co.status < DEAD

    def follow(self) -> None:
        """If the frame has been left, go on with the one that runs."""
        if self.is_waiting():
            return
        self.co = co = self.machine.current
        self.depth = co.depth
        # On leaving by an error the pending __close are called first, by the frame that caught it.
        if co.depth >= 0 and (co.infos[co.depth] >> 57) & KIND_MASK == K_UNWIND and co.pcs[co.depth] == 0:
            self.depth -= 1


class Out(_Framed):
    """Forward until the function has returned; backward until before it was called."""

    def __init__(self, mover: Mover, forward: bool) -> None:
        super().__init__(mover, forward)
        self.depth -= 1

    def advance(self, budget: int) -> Reason | None:
        limit = self.limit(budget)
        while (reason := self.mover.run_to(limit, self.co, self.depth)) is Reason.STEP:
            self.follow()
            if self.is_waiting():
                continue
            if line_of(self.co, self.depth) != 0:
                break
            self.depth -= 1
        return reason


class Line(_Framed):
    """By source lines, over calls or into them: to the next line start of the frame, or to the next of all."""

    def __init__(self, mover: Mover, forward: bool, into: bool) -> None:
        super().__init__(mover, forward)
        self.into = into

    def advance(self, budget: int) -> Reason | None:
        mover = self.mover
        limit = self.limit(budget)
        while self.machine.t != limit:
            if self.is_waiting() and not self.into:
                reason = mover.run_to(limit, self.co, self.depth)
                if reason is not Reason.STEP:
                    return reason
            elif (reason := self._step()) is not None:
                return reason
            self.follow()
            if mover.meets_breakpoint():
                return Reason.BREAKPOINT
            if (self.into or not self.is_waiting()) and mover.starts_line():
                return Reason.STEP
        return None

    def _step(self) -> Reason | None:
        """One step; a function called in tail position is called by the frame's caller."""
        is_tail = self.forward and self._is_tail_call()
        reason = self.mover.step(self.forward)
        if is_tail and self.machine.current is self.co and self.co.depth == self.depth and self.co.pcs[self.depth] == 0:
            self.depth -= 1
        return reason

    def _is_tail_call(self) -> bool:
        co = self.machine.current
        function = co.functions[co.depth] if co.depth >= 0 else None
        return isinstance(function, LuaClosure) and function.proto.original[co.pcs[co.depth]] & 0xFF == TAILCALL
