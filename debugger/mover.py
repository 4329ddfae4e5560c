"""Moves a machine through time for the motions: by single steps or stretches, through the recorded past or live.

Forward in the past means redo; at the newest moment the machine executes.  Stretches run in the engine's own loops.

Where lines begin is for `engine.history.line_starts` to say: it depends on the recorded moment alone, so stepping meets
the same moments in both directions.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from debugger.breakpoints import Breakpoint, Breakpoints
from debugger.program_input import InputNeeded, ProgramInput
from debugger.raised_errors import RaisedErrors
from debugger.stops import Reason
from engine.history import interrupts, walking
from engine.history.event_log import EventLog
from engine.history.line_starts import all_are_instructions, always_begins, begins
from engine.history.ring import R_JOURNAL
from engine.history.timeline import History
from engine.runtime.coroutine import DEAD, Coroutine
from engine.runtime.host import ExitRequest
from engine.runtime.polling import BrokenOff
from engine.runtime.values import LuaClosure
from engine.vm import collector, loop, run
from engine.vm.machine import Machine

PATIENCE: Final = 0.03
"""Seconds that a step may take before it is broken off for somebody who wants to have a word; then twice as many."""

LATE: Final = 0.02
"""Seconds after which a slice ends, whatever is left of it."""

STRIDE: Final = 10_000
"""Steps between two looks at the clock, at most: where they take long, it is fewer."""

LOOKS: Final = 500
"""Breakpoints that a slice of a movement passes at most: to look at each may take an evaluation."""


class Followed:
    """A coroutine that a movement keeps an eye on: the object that stands for it, which a replay makes anew."""

    def __init__(self, mover: "Mover", co: Coroutine) -> None:
        self._mover = mover
        self._co = co
        self._objects = mover.history.objects

    def now(self) -> Coroutine:
        """The object at the present moment."""
        objects = self._mover.history.objects
        if objects != self._objects:
            self._objects = objects
            self._co = self._mover.same_coroutine(self._co)
        return self._co


class Mover:
    """Moves a machine.

    Of a breakpoint at the present moment, `holds` says whether its condition does; `stops`, asked where the breakpoint
    is met, whether it stops the program.
    """

    def __init__(
        self,
        machine: Machine,
        history: History,
        breakpoints: Breakpoints,
        holds: Callable[[Breakpoint], bool],
        stops: Callable[[Breakpoint], bool],
        errors: RaisedErrors,
        program_input: ProgramInput,
    ) -> None:
        self.machine = machine
        self.history = history
        self.breakpoints = breakpoints
        self.holds = holds
        self.stops = stops
        self.errors = errors
        self.looks_back = True  # the movement in progress may look back at any moment that it comes to
        self.waits_for_input = False  # the program wants to read what has not come: it stands before that step
        self.is_broken_off = False  # a library function has worked for long: the program stands before that step
        self.is_late = False  # execution has gone on for long: the slice ends
        # Whether somebody wants to have a word, asked where a step takes long.
        self.is_wanted: Callable[[], bool] | None = None
        self._began = 0.0  # when execution did, by `perf_counter`
        self._stride = STRIDE
        self._patience = PATIENCE
        self._broken_off_at = -1
        self._input = program_input
        self.exit_code: int | None = None
        assert history.checkpoints is not None
        self.log: EventLog = history.checkpoints.log  # a sealed one is that of a recording

    @property
    def is_held(self) -> bool:
        """Whether a slice ends here: the next step waits, for input or who had it broken off, or it has taken long."""
        return self.waits_for_input or self.is_broken_off or self.is_late

    def begin(self) -> None:
        """A movement begins."""
        self._broken_off_at = -1

    def let_go(self) -> None:
        """A slice begins: try that step again."""
        self.waits_for_input = self.is_broken_off = self.is_late = False

    def end_reason(self) -> Reason | None:
        """Why the program cannot go on from here: FINISHED, ERROR or RECORDING_END; None if it can."""
        if self.machine.failure is not None:
            return Reason.ERROR
        if self.machine.results is not None:
            return Reason.FINISHED
        return Reason.RECORDING_END if self.machine.t >= self.log.end else None

    # -- moving ----------------------------------------------------------------------------------

    def step(self, forward: bool) -> Reason | None:
        """One instruction.  A reason, if there is none in that direction."""
        history = self.history
        if not forward:
            if self.machine.t <= history.oldest:
                return Reason.OLDEST
            history.step_back()
        elif history.in_past:
            history.step_forward()
        elif history.go_over():
            return self.step(forward)
        elif (reason := self.end_reason()) is not None:
            return reason
        else:
            self._execute_one()
        return None

    def run_to(self, target: int, followed: Followed | None = None, depth: int = -1) -> Reason | None:
        """Move to a moment; on the way a new error, a step that is held or LOOKS breakpoints interrupt it.

        The reason, if the movement ends here: BREAKPOINT; STEP where the coroutine has come down to frame `depth` or
        below it, or is dead; OLDEST, FINISHED or ERROR where time ends.
        """
        looks = 0
        while self.machine.t != target and looks < LOOKS:
            co = None if followed is None else followed.now()
            if (reason := self.stretch(target, co, depth)) is not None or self.is_held:
                return reason
            if walking.at_breakpoint(self.machine):
                looks += 1
                if self.meets_breakpoint():
                    return Reason.BREAKPOINT
            if followed is not None:
                co = followed.now()
                if co.depth <= depth or co.status >= DEAD:
                    return Reason.STEP
            if self.errors.is_news:
                return None
        return None

    def travel(self, target: int) -> Reason | None:
        """Move to a moment, minding no breakpoint; the reason, if time ends before."""
        history = self.history
        if target <= history.newest:
            history.seek(max(target, history.oldest))
            return Reason.OLDEST if target < history.oldest else None
        history.seek(history.newest)
        while self.machine.t < target and not self.is_held:
            if (reason := self.end_reason()) is not None:
                return reason
            if walking.at_breakpoint(self.machine):
                self._execute_one()
            else:
                self._execute(target)
        return None

    def stretch(self, target: int, co: Coroutine | None = None, depth: int = -1) -> Reason | None:
        """Move as far as where `run_to` may have to stop, not past it.  A reason, if time ends here."""
        machine = self.machine
        history = self.history
        if target < machine.t:
            limit = max(target, history.oldest)
            if machine.t <= limit:
                return Reason.OLDEST
            first, _ = history.at_hand
            if machine.t > first:
                history.keep_live_pc()
                walking.walk(machine, max(limit, first), co, depth)
            else:
                history.step_back()
        elif history.in_past:
            self._stretch_in_past(target, co, depth)
        elif history.go_over():
            return None  # coroutines are other objects now
        elif (reason := self.end_reason()) is not None:
            return reason
        elif walking.at_breakpoint(machine):
            self._execute_one()
        else:
            with self._stopping(co, depth):
                self._execute(target)
        return None

    def _stretch_in_past(self, target: int, co: Coroutine | None, depth: int) -> None:
        """Forward through steps that have been executed before."""
        machine = self.machine
        history = self.history
        _, last = history.at_hand
        if machine.t < last:
            walking.walk(machine, min(target, last), co, depth)
        elif walking.at_breakpoint(machine):
            history.step_forward()
        else:
            with self._stopping(co, depth):
                history.run_replay(min(target, history.newest))

    @contextmanager
    def _stopping(self, co: Coroutine | None, depth: int) -> Iterator[None]:
        """Around execution that is to stop where a coroutine has come down to a frame."""
        self.machine.stop_coroutine = co
        self.machine.stop_depth = depth
        try:
            yield
        finally:
            self.machine.stop_coroutine = None

    def same_coroutine(self, co: Coroutine) -> Coroutine:
        """The object that stands for a coroutine at the present moment: a replay makes it anew."""
        running: Coroutine | None = self.machine.current
        while running is not None:
            if running.born == co.born:
                return running
            running = running.resumer
        for found in collector.reachable(self.machine):
            if isinstance(found, Coroutine) and found.born == co.born:
                return found
        return co

    def _execute_one(self) -> None:
        """Execute one instruction, also where a breakpoint is planted on it."""
        with self._executing():
            if interrupts.execute_planted(self.machine, self.log):
                self.history.host_acted()

    def _execute(self, limit: int) -> None:
        self.history.keep_steps(self.looks_back or not self._are_breakpoints_sure())
        machine = self.machine
        limit = min(limit, self.log.end)
        with self._executing():
            while True:
                goal = limit if self.is_wanted is None else min(limit, int(machine.t) + self._stride)
                before = perf_counter()
                reason = interrupts.advance(machine, self.log, goal)
                if reason == interrupts.INTERRUPTED:
                    self.history.host_acted()
                if reason != loop.LIMIT or machine.t < goal or goal == limit:
                    return
                now = perf_counter()
                self._stride = min(2 * self._stride, STRIDE) if now - before < LATE else max(self._stride // 8, 1)
                if now - self._began > LATE:
                    machine.poller.is_late = True
                    return

    @contextmanager
    def _executing(self) -> Iterator[None]:
        """Around live execution: what leaves a step half done."""
        poller = self.machine.poller
        self._began = perf_counter()
        poller.hook = None if self.is_wanted is None else self._break_off
        try:
            yield
        except ExitRequest as request:
            self._exit(request)
        except InputNeeded:
            self._take_back()
            self.waits_for_input = True
        except BrokenOff:
            self._take_back()
            self.is_broken_off = True
        finally:
            poller.hook = None
            self.is_late, poller.is_late = poller.is_late, False

    def _break_off(self, can_break_off: bool) -> None:
        """A library function asks: break its work off, if somebody wants to have a word and has waited for a moment.

        The longer the function has worked the longer that is, or it would never be done.  If nobody wants to, the slice
        ends after it.
        """
        assert self.is_wanted is not None
        t = int(self.machine.t)
        patience = self._patience if t == self._broken_off_at else PATIENCE
        took = perf_counter() - self._began
        if took > LATE:
            self.machine.poller.is_late = True
        if can_break_off and took > patience and self.is_wanted():
            self._broken_off_at, self._patience = t, 2 * patience
            raise BrokenOff

    def _are_breakpoints_sure(self) -> bool:
        """Whether it can be told of all breakpoints, without looking back, whether they are met."""
        breakpoints = self.breakpoints
        if not breakpoints.are_any:
            return True
        return breakpoints.always_begin_lines and all_are_instructions(self.machine, self.machine.current)

    def _take_back(self) -> None:
        """The step that is half done has not happened."""
        machine = self.machine
        machine.poller.hook = None  # to go back may take a replay, which nobody breaks off
        machine.poller.is_late = False
        machine.running = None
        machine.call.extra = 0
        self.history.take_back()
        self._input.put_back(machine.t)

    def _exit(self, request: ExitRequest) -> None:
        """`os.exit` ends the program, as part of the step that calls it."""
        self.exit_code = request.code
        run.end(self.machine)

    # -- where the machine stands ----------------------------------------------------------------

    def meets_breakpoint(self) -> bool:
        """Whether a breakpoint stops the program at this moment."""
        if not walking.at_breakpoint(self.machine):
            return False
        met = [found for found in self.breakpoints_here() if self.meets(found)]
        stops = [self.stops(found) for found in met if self.holds(found)]  # each of them is asked
        return True in stops

    def meets(self, found: Breakpoint) -> bool:
        """Whether a breakpoint that is planted here is met, whatever its condition says."""
        return self.starts_instruction() if found.is_exact else self.starts_line()

    def is_on_breakpoint(self) -> bool:
        """Whether a breakpoint is planted here and its condition holds; whether a line begins is not asked."""
        return any(self.holds(found) for found in self.breakpoints_here())

    def breakpoints_here(self) -> list[Breakpoint]:
        """The breakpoints planted on the next instruction."""
        machine = self.machine
        if self.end_reason() is not None or not walking.at_breakpoint(machine):
            return []
        co = machine.current
        function = co.functions[co.depth]
        assert isinstance(function, LuaClosure)
        return self.breakpoints.at_instruction(function.proto, co.pcs[co.depth])

    def starts_instruction(self) -> bool:
        """Whether the next instruction begins here: it does not after a step that was mere bookkeeping for it."""
        machine = self.machine
        history = self.history
        t = machine.t
        if t <= history.oldest or all_are_instructions(machine, machine.current):
            return True
        if history.at_hand[0] == t:
            history.seek_before(t)
            try:
                return self.starts_instruction()
            finally:
                history.seek(t)
        if machine.ring.tags[t & machine.ring.mask] != R_JOURNAL:
            return True
        before = _standing(machine)
        history.step_back()
        try:
            return _standing(machine) != before
        finally:
            history.step_forward()

    def starts_line(self) -> bool:
        """Whether this moment is a line start.  At the oldest one only the start of a function is known to be."""
        machine = self.machine
        co = machine.current
        depth = co.depth
        if self.end_reason() is not None or line_of(co, depth) == 0:
            return False
        function = co.functions[depth]
        assert isinstance(function, LuaClosure)
        pc = co.pcs[depth]
        history = self.history
        if machine.t <= history.oldest:
            return pc == 0
        if all_are_instructions(machine, co) and always_begins(function.proto, pc):
            return True
        t = machine.t
        if history.at_hand[0] == t:
            history.seek_before(t)
            try:
                return self.starts_line()
            finally:
                history.seek(t)
        at = machine.t & machine.ring.mask
        lines = function.proto.lines
        if pc > 0 and machine.ring.pcs[at] == pc - 1 and lines[pc - 1] == lines[pc]:
            return False  # the usual case; the rest asks how the machine came here
        is_journaled = machine.ring.tags[at] == R_JOURNAL
        history.step_back()
        try:
            return begins(machine, co, depth, function, pc, is_journaled)
        finally:
            history.step_forward()


def _standing(machine: Machine) -> tuple[object, ...]:
    """Which instruction of which frame is next."""
    co = machine.current
    depth = co.depth
    return (co.born, depth, id(co.functions[depth]), co.pcs[depth]) if depth >= 0 else ()


def line_of(co: Coroutine, level: int) -> int:
    """The line that a frame will execute next; 0 if it is none of the program's own functions."""
    function = co.functions[level] if level >= 0 else None
    if not isinstance(function, LuaClosure) or function.proto.is_library:
        return 0
    pc = co.pcs[level]
    lines = function.proto.lines
    return lines[pc] if 0 <= pc < len(lines) else 0
