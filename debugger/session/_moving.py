"""How a session moves through time: movements that advance in slices, and methods that carry one out at once."""

from collections.abc import Callable
from typing import Final

from debugger import call_motions, line_visits, motions, write_motions
from debugger.inspection import Frame
from debugger.motions import Motion
from debugger.places import Tracked
from debugger.session._asking import Asking
from debugger.session._program import Program
from debugger.stops import Reason, Stop
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place
from engine.runtime.polling import BrokenOff

SLICE: Final = 200_000
"""Steps between two looks at what the user wants."""


class Moving(Asking):
    """A session that moves."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._motion: Motion | None = None
        self._pause = False
        self._origin = self.t  # where the movement began
        # Whether what is executed goes into the ring at once, and not only where something may look back (see
        # `History.keep_steps`).  Where a host's calls are steps, the ring must have them all.
        self.keeps_every_step = program.vm is not None

    @property
    def exit_code(self) -> int | None:
        """What the program has called `os.exit` with; None if it has not."""
        if self._recorded is not None and self._recorded.is_followed:
            return None if self.in_past else self._recorded.exit_code
        return self._mover.exit_code

    def begin(self, motion: Motion) -> None:
        """Start a movement; `advance` carries it out."""
        self._remember()
        self._meetings.begin()
        self._mover.begin()
        self._pause = False
        self._origin = self.t
        self._motion = motion
        self._mover.looks_back = motion.looks_back or self.keeps_every_step

    def advance(self, budget: int = SLICE) -> Stop | None:
        """Go on with the movement for `budget` steps at most; a Stop when it is over.

        It makes no headway while the program `waits_for_input`.
        """
        motion = self._motion
        if motion is None:
            return self.stop
        is_at_call = self._pause and self._mover.is_broken_off  # which is not to be begun again for a pause
        self._mover.let_go()
        reason = None if is_at_call else self._advance(motion, budget)
        self.history.keep_up(self._mover.is_late)
        if reason is None:
            if not self._pause:
                return None
            motion.cancel()
            reason = Reason.PAUSE
        self._motion = None
        self.stop = self._stop(reason)
        return self.stop

    def _advance(self, motion: Motion, budget: int) -> Reason | None:
        self.history.can_be_given_up = True
        try:
            return motion.advance(budget)
        except BrokenOff:  # a replay has been given up
            self.history.can_be_given_up = False
            motion.cancel()
            self.history.seek(self._origin)
            return Reason.PAUSE
        finally:
            self.history.can_be_given_up = False

    @property
    def waits_for_input(self) -> bool:
        """Whether the movement in progress cannot go on before `program_input` is given more, or is ended."""
        return self._mover.waits_for_input

    def break_off_for(
        self, is_wanted: Callable[[], bool] | None, is_given_up: Callable[[], bool] = lambda: False
    ) -> None:
        """Have these asked now and then while a function of the library works for long.

        Where `is_wanted` says yes, or a pause has been asked for, `advance` returns before the budget is used up, and
        the program stands before that call; it is made anew when the movement goes on.  In a replay there is no such
        place to wait at: where `is_given_up` says yes, or a pause has been asked for, the movement ends where it began,
        and a query with what it has found.
        """
        if is_wanted is None:
            self._mover.is_wanted = self.history.is_given_up = None
        else:
            self._mover.is_wanted = lambda: self._pause or is_wanted()
            self.history.is_given_up = lambda: self._pause or is_given_up()

    def pause(self) -> None:
        """Ask the movement in progress to stop where it is."""
        self._pause = True

    def finish(self, motion: Motion) -> Stop:
        """Carry out a movement to its end, or to where the program waits for input."""
        self.begin(motion)
        while (stop := self.advance()) is None:
            if self.waits_for_input:
                self.pause()
        return stop

    def motion_continue(self, *, forward: bool = True) -> Motion:
        return self._stopping(motions.Continue(self._mover, forward))

    def motion_step_in(self, *, forward: bool = True) -> Motion:
        return self._stopping(motions.Line(self._mover, forward, True))

    def motion_step_over(self, *, forward: bool = True) -> Motion:
        return self._stopping(motions.Line(self._mover, forward, False))

    def motion_step_out(self, *, forward: bool = True) -> Motion:
        return self._stopping(motions.Out(self._mover, forward))

    def motion_step_into_call(self, pc: int) -> Motion:
        """Into the function that an instruction of the innermost frame calls (see `stopping_places.calls_on_line`)."""
        return self._stopping(call_motions.IntoCall(self._mover, pc))

    def motion_frame_start(self, frame: Frame) -> Motion:
        """Back to where the function of a frame began."""
        return call_motions.FrameStart(self._mover, frame)

    def motion_step_instruction(self, count: int = 1, *, forward: bool = True) -> Motion:
        return motions.Travel(self._mover, self.t + (count if forward else -count), Reason.STEP)

    def motion_seek(self, t: int) -> Motion:
        """To a moment, past breakpoints.  Raises OutOfHistory (engine.history.timeline) for one before the oldest.

        In a recording, to what has not been executed yet its checkpoints lead at once.
        """
        if t < self.oldest:
            raise OutOfHistory(t, self.oldest, self.newest)
        if self._recorded is not None:
            self._recorded.follow(t)
        return motions.Travel(self._mover, t, Reason.SEEK)

    def motion_visit(self, line: int, source: str | None = None, *, forward: bool = True) -> Motion:
        """To the next visit of a line that has code, or to the previous one; breakpoints on the way stop it."""
        return self._stopping(
            line_visits.LineVisit(self._mover, self.path if source is None else source, line, forward)
        )

    def motion_last_write(self, place: Place) -> Motion:
        return write_motions.LastWrite(self._mover, Tracked(self.history, place))

    def motion_next_write(self, place: Place) -> Motion:
        return write_motions.NextWrite(self._mover, Tracked(self.history, place))

    def continue_(self) -> Stop:
        return self.finish(self.motion_continue())

    def reverse_continue(self) -> Stop:
        return self.finish(self.motion_continue(forward=False))

    def step_in(self) -> Stop:
        return self.finish(self.motion_step_in())

    def step_over(self) -> Stop:
        return self.finish(self.motion_step_over())

    def step_out(self) -> Stop:
        return self.finish(self.motion_step_out())

    def step_instruction(self, count: int = 1) -> Stop:
        return self.finish(self.motion_step_instruction(count))

    def step_back_in(self) -> Stop:
        return self.finish(self.motion_step_in(forward=False))

    def step_back(self) -> Stop:
        return self.finish(self.motion_step_over(forward=False))

    def step_back_out(self) -> Stop:
        return self.finish(self.motion_step_out(forward=False))

    def step_back_instruction(self, count: int = 1) -> Stop:
        return self.finish(self.motion_step_instruction(count, forward=False))

    def seek(self, t: int) -> Stop:
        """Go to a moment.  Raises OutOfHistory for one before the oldest moment."""
        return self.finish(self.motion_seek(t))

    def last_write(self, text: str) -> Stop:
        """Go back to before the last write to a variable or field.  Raises EvaluationError."""
        return self.finish(self.motion_last_write(self.place(text)))

    def next_write(self, text: str) -> Stop:
        """Go forward to before the next write to a variable or field.  Raises EvaluationError."""
        return self.finish(self.motion_next_write(self.place(text)))
