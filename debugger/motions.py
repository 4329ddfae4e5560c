"""Movements through a run: each stepping command as an object that advances in bounded slices.

A motion looks at where the session stands when it begins and is then advanced until it returns a `Stop`.  Forward
and backward are mirror images: the moments where stepping backward stops are those where stepping forward does.
While the moment is in the recorded past, forward means redo; at its end the machine executes.
"""

from engine.history import timeline, walking
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure
from engine.vm import loop, run
from engine.vm.machine import Machine

from debugger.breakpoints import Breakpoints
from debugger.stops import Reason


class Mover:
    """Moves a machine by single steps or stretches, forward and backward, past or present."""

    def __init__(self, machine: Machine, history: timeline.History, breakpoints: Breakpoints) -> None:
        self.machine = machine
        self.history = history
        self.breakpoints = breakpoints

    @property
    def ended(self) -> bool:
        """Whether the program has come to its end (or to an uncaught error) and stands there."""
        return self.machine.results is not None or self.machine.failure is not None

    def step(self, forward: bool) -> Reason | None:
        """One instruction.  A reason, if there is none in that direction."""
        if not forward:
            if self.machine.t <= self.history.oldest:
                return Reason.OLDEST
            self.history.step_back()
            return None
        if self.history.in_past:
            self.history.step_forward()
            return None
        if self.ended:
            return Reason.ERROR if self.machine.failure is not None else Reason.FINISHED
        with_original(self.machine)
        return None

    def stretch(
        self, forward: bool, budget: int, co: Coroutine | None = None, depth: int = -2, stop_at_breakpoints: bool = True
    ) -> Reason | None:
        """Up to `budget` steps, until a breakpoint or until `co` is down at `depth`: STEP for that, None for neither."""
        machine = self.machine
        if not forward:
            limit = max(self.history.oldest, machine.t - budget)
            if machine.t <= limit:
                return Reason.OLDEST
            self.history.keep_live_pc()
            return _reason(walking.walk(machine, limit, co, depth, stop_at_breakpoints))
        if self.history.in_past:
            limit = min(self.history.newest, machine.t + budget)
            return _reason(walking.walk(machine, limit, co, depth, stop_at_breakpoints))
        if (reason := self.step(True)) is not None:
            return reason
        if co is machine.current and machine.current.depth <= depth:
            return Reason.STEP
        if self.ended:
            return None
        machine.stop_coroutine = co
        machine.stop_depth = depth
        try:
            outcome = run.advance(machine, machine.t + budget)
        finally:
            machine.stop_coroutine = None
            machine.stop_depth = -2
        if outcome == loop.BREAKPOINT:
            return Reason.BREAKPOINT if stop_at_breakpoints else self.stretch(True, budget, co, depth, False)
        if outcome == loop.RETURNED or (co is machine.current and machine.current.depth <= depth):
            return Reason.STEP
        return None


def with_original(machine: Machine) -> None:
    """Execute one instruction, also where a breakpoint is planted on it."""
    co = machine.current
    function = co.functions[co.depth]
    if walking.at_breakpoint(machine) and isinstance(function, LuaClosure):
        pc = co.pcs[co.depth]
        code = function.proto.code
        planted = code[pc]
        code[pc] = function.proto.original[pc]
        try:
            run.advance(machine, machine.t + 1)
        finally:
            code[pc] = planted
    else:
        run.advance(machine, machine.t + 1)


def _reason(outcome: int) -> Reason | None:
    if outcome == walking.AT_BREAKPOINT:
        return Reason.BREAKPOINT
    return Reason.STEP if outcome == walking.AT_DEPTH else None


class Motion:
    """A movement in progress.  `advance` moves at most about `budget` steps; a Reason when it is over."""

    def __init__(self, mover: Mover, forward: bool) -> None:
        self.mover = mover
        self.machine = mover.machine
        self.forward = forward

    def advance(self, budget: int) -> Reason | None:
        raise TypeError("each motion says how it advances")

    # -- where the machine stands ----------------------------------------------------------------

    def place(self) -> tuple[Coroutine, int, int, int]:
        """Coroutine, depth, line and pc of what runs."""
        co = self.machine.current
        line = 0
        pc = -1
        if co.depth >= 0:
            function = co.functions[co.depth]
            pc = co.pcs[co.depth]
            if isinstance(function, LuaClosure) and not function.proto.is_library and pc < len(function.proto.lines):
                line = function.proto.lines[pc]
        return co, co.depth, line, pc


class Continue(Motion):
    """To the next breakpoint, error or end; backward to the previous breakpoint or the oldest moment."""

    def advance(self, budget: int) -> Reason | None:
        return self.mover.stretch(self.forward, budget)


class Instructions(Motion):
    """A number of instructions."""

    def __init__(self, mover: Mover, forward: bool, count: int = 1) -> None:
        super().__init__(mover, forward)
        self.left = count

    def advance(self, budget: int) -> Reason | None:
        while self.left > 0 and budget > 0:
            if (reason := self.mover.step(self.forward)) is not None:
                return reason
            self.left -= 1
            budget -= 1
        return Reason.STEP if self.left == 0 else None


class Seek(Motion):
    """To a moment: inside the recorded window, or forward by executing."""

    def __init__(self, mover: Mover, t: int) -> None:
        super().__init__(mover, t > mover.machine.t)
        self.t = t

    def advance(self, budget: int) -> Reason | None:
        mover = self.mover
        if self.t <= mover.history.newest:
            t = self.machine.t
            mover.history.seek(min(max(self.t, t - budget), t + budget))
            return Reason.SEEK if self.machine.t == self.t else None
        mover.history.seek(mover.history.newest)
        if mover.ended:
            return Reason.ERROR if self.machine.failure is not None else Reason.FINISHED
        with_original(self.machine)
        if self.machine.t < self.t:
            run.advance(self.machine, min(self.t, self.machine.t + budget))
        return Reason.SEEK if self.machine.t == self.t else None


class Out(Motion):
    """Forward until the function has returned; backward until before it was called."""

    def __init__(self, mover: Mover, forward: bool) -> None:
        super().__init__(mover, forward)
        self.co, self.depth, _, _ = self.place()

    def advance(self, budget: int) -> Reason | None:
        reason = self.mover.stretch(self.forward, budget, self.co, self.depth - 1)
        if reason is Reason.STEP and self.place()[2] == 0 and self.place()[1] > 0:
            self.depth = self.place()[1]
            return None
        return reason


class Line(Motion):
    """By source lines, over calls or into them.

    Forward: to the first instruction of another line, or of the same one reached by a jump back.  Backward: first
    to the start of the present line's execution, if the machine stands inside it, else to the start of the one
    before.
    """

    def __init__(self, mover: Mover, forward: bool, into: bool) -> None:
        super().__init__(mover, forward)
        self.into = into
        self.co, self.depth, self.line, self.pc = self.place()
        self.moved = False  # backward: whether the line to stop on is known

    def advance(self, budget: int) -> Reason | None:
        while budget > 0:
            budget -= 1
            if self._is_below():
                reason = self.mover.stretch(self.forward, max(budget, 1), self.co, self.depth)
                if reason is None:
                    return None
                if reason is not Reason.STEP:
                    return reason
            elif (reason := self.mover.step(self.forward)) is not None:
                return reason
            elif walking.at_breakpoint(self.machine) and self._meets_breakpoint():
                return Reason.BREAKPOINT
            if self._is_below():
                continue
            if not self.forward:
                self._arrive()
            if self._is_over():
                return Reason.STEP
        return None

    def _is_below(self) -> bool:
        """Whether the machine is in something that the line called, and that is to be passed over."""
        co, depth, line, _ = self.place()
        if co is self.co and depth <= self.depth:
            return False
        if co is not self.co and not _resumed_by(co, self.co):
            return False
        return not self.into or line == 0

    def _meets_breakpoint(self) -> bool:
        co, depth, line, pc = self.place()
        return self.forward or (co is not self.co or depth != self.depth or line != self.line)

    def _arrive(self) -> None:
        """Backward: the first line met is the one whose start is looked for."""
        co, depth, line, pc = self.place()
        if not self.moved and line != 0:
            self.moved = True
            self.co, self.depth, self.line = co, depth, line

    def _is_over(self) -> bool:
        co, depth, line, pc = self.place()
        if line == 0:
            return False
        if self.forward:
            same = co is self.co and depth == self.depth and line == self.line
            jumped_back = same and pc <= self.pc and pc != self.pc + 1
            self.pc = pc if same else self.pc
            return not same or jumped_back
        return self._is_line_start()

    def _is_line_start(self) -> bool:
        """Backward: whether the instruction before this one belongs to another execution of a line."""
        co, depth, line, pc = self.place()
        if self.machine.t <= self.mover.history.oldest:
            return True
        if co is not self.co or depth != self.depth or line != self.line:
            return False
        self.mover.history.step_back()
        before_co, before_depth, before_line, before_pc = self.place()
        self.mover.history.step_forward()
        if before_depth > depth if before_co is co else before_co.resumer is co:
            # A return, into the middle of the line unless the call was the last instruction of the line before.
            function = co.functions[depth]
            return isinstance(function, LuaClosure) and function.proto.lines[pc - 1] != line
        if before_co is not co or before_depth < depth:
            return True
        return before_line != line or before_pc >= pc


def _resumed_by(co: Coroutine | None, ancestor: Coroutine) -> bool:
    while co is not None:
        if co is ancestor:
            return True
        co = co.resumer
    return False
