"""Where the movements of a session are to stop: breakpoints of all kinds, data breakpoints, filters of errors."""

from collections.abc import Sequence

from debugger import hit_conditions
from debugger.breakpoints import Breakpoint
from debugger.data_breakpoints import Access, DataBreakpoint, DataBreakpoints
from debugger.data_motions import stopping_at_data
from debugger.error_motions import StoppingAtErrors
from debugger.evaluation import EvaluationError
from debugger.hit_counts import AfterCounting, HitCounts
from debugger.log_points import Logged
from debugger.meetings import Meetings
from debugger.motions import Motion
from debugger.mover import Mover
from debugger.queries.context import Context
from debugger.raised_errors import ErrorFilter
from debugger.session._looking import Looking
from debugger.session._program import Program
from debugger.spans import Spans
from debugger.stops import Reason, Stop
from engine.compiler.proto import Proto
from engine.history.writes import Place


class Stopping(Looking):
    """A session with breakpoints."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._meetings = Meetings(self.evaluate, self.formatter.show)
        self._mover = Mover(
            self.machine,
            self.history,
            self.breakpoints,
            self._meetings.holds,
            self._meetings.stops,
            self.errors,
            self.program_input,
        )
        self._error_filters: Sequence[ErrorFilter] = ()
        self._context = Context(
            self.machine,
            self.history,
            self._mover,
            self.breakpoints,
            self.formatter,
            self.evaluate,
            self._names.of,
            Spans(self._texts.text, self.machine.dialect),
        )
        self._meetings.hits = self._hits = HitCounts(self._context, self._meetings.holds)
        self.data_breakpoints = DataBreakpoints(self._context, self._meetings.is_true)

    def set_breakpoint(
        self, line: int, source: str | None = None, condition: str = "", hit_condition: str = "", message: str = ""
    ) -> Breakpoint:
        """Set a line breakpoint; if the line has no code it moves to the next one that has.

        One with a `message` is a log point (see `take_logged`).  Raises hit_conditions.BadHitCondition.
        """
        if hit_condition:
            hit_conditions.parse(hit_condition)
        return self.breakpoints.add(self.path if source is None else source, line, condition, hit_condition, message)

    def set_column_breakpoint(
        self, line: int, column: int, source: str, condition: str = "", hit_condition: str = "", message: str = ""
    ) -> Breakpoint:
        """Set a breakpoint inside a line, at a column in bytes from 1; otherwise like `set_breakpoint`."""
        if hit_condition:
            hit_conditions.parse(hit_condition)
        return self.breakpoints.add_at_column(source, line, column, condition, hit_condition, message)

    def set_instruction_breakpoint(
        self, proto: Proto, pc: int, condition: str = "", hit_condition: str = ""
    ) -> Breakpoint:
        """Stop before an instruction of a function.  Raises hit_conditions.BadHitCondition."""
        if hit_condition:
            hit_conditions.parse(hit_condition)
        return self.breakpoints.add_at_instruction(proto, pc, condition, hit_condition)

    def set_function_breakpoint(self, name: str, condition: str = "", hit_condition: str = "") -> Breakpoint:
        """Stop where a call of the function begins; see `declared_functions.is_meant` for how to name it.

        Raises hit_conditions.BadHitCondition.
        """
        if hit_condition:
            hit_conditions.parse(hit_condition)
        return self.breakpoints.add_function(name, condition, hit_condition)

    def clear_breakpoint(self, line: int, source: str | None = None) -> None:
        self.breakpoints.remove(self.path if source is None else source, line)

    def watch(
        self, place: Place, access: Access = Access.WRITE, condition: str = "", hit_condition: str = ""
    ) -> DataBreakpoint:
        """A data breakpoint on a place of the present moment; `set_data_breakpoints` sets it.

        Raises hit_conditions.BadHitCondition.
        """
        return self.data_breakpoints.new(place).like(access, condition, hit_condition)

    def set_data_breakpoints(self, watched: Sequence[DataBreakpoint]) -> None:
        """Movements are to stop, forward and backward, before each write or read that one of these is for.

        They replace those before.
        """
        self.data_breakpoints.all = list(watched)

    def set_error_filters(self, filters: Sequence[ErrorFilter]) -> None:
        """Movements are to stop before errors that are caught, where a filter says so; they replace those before.

        An error that nothing catches ends the program, whatever the filters say; `error_stops` tells what they do say.
        """
        self._error_filters = tuple(filters)
        self.errors.stops = any(one.caught for one in filters)

    def error_stops(self) -> bool:
        """Whether the filters want a stop at the error that is raised here: before it if it is caught, else after."""
        is_caught = self.machine.failure is None
        if is_caught and not self.errors.is_at(self.t):
            return False
        return any(
            (one.caught if is_caught else one.uncaught) and self._condition_holds(one.condition)
            for one in self._error_filters
        )

    def breakpoints_here(self) -> list[Breakpoint]:
        """The breakpoints on the instruction that will be executed next."""
        return self._mover.breakpoints_here()

    def stop_here(self) -> Stop | None:
        """The stop at a breakpoint that is met at this moment, without moving; None if none is."""
        if not self._mover.meets_breakpoint():
            return None
        self.stop = self._stop(Reason.BREAKPOINT)
        return self.stop

    @property
    def has_logged(self) -> bool:
        """Whether there is something for `take_logged`."""
        return self._meetings.has_logged

    def take_logged(self) -> list[Logged]:
        """What log points have written since this was asked last, in the order in which they were met."""
        return self._meetings.take_logged()

    def _stopping(self, motion: Motion) -> Motion:
        """A movement that also stops at data breakpoints and caught errors, if there are such as are to stop it."""
        if self.data_breakpoints.all:
            motion = stopping_at_data(self._mover, motion, self.data_breakpoints)
        if self.errors.stops:
            motion = StoppingAtErrors(self._mover, motion, self.errors, self.error_stops)
        return AfterCounting(self._mover, motion, self._hits)

    def _condition_holds(self, condition: str) -> bool:
        """Whether the condition of an error filter holds; one that fails is shown to the user, not skipped."""
        if not condition:
            return True
        try:
            values = self._evaluator.evaluate(
                next(iter(self.frames(limit=1)), None), condition, {"err": self.error_value()}
            )
        except EvaluationError:
            return True
        return bool(values) and values[0] is not None and values[0] is not False

    def _forget_hits(self, t: int) -> None:
        self.errors.forget_after(t)
        for one in (*self.breakpoints.all(), *self.breakpoints.functions(), *self.breakpoints.exact()):
            hit_conditions.forget_after(one, t)
        for data in self.data_breakpoints.all:
            hit_conditions.forget_after(data, t)
