"""Travelling through time: movements, jumps and the way back from them."""

import asyncio
from typing import TYPE_CHECKING

from debugger.branches import NoBranch
from debugger.evaluation import EvaluationError
from debugger.motions import Motion
from debugger.stops import Reason, Stop
from engine.history.event_log import Divergence
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place
from tui.driver import Driver, Job, Movement
from tui.movements import WAYS
from tui.spans import grouped
from tui.views.depths import budget
from tui.views.position import call_depth
from tui.views.stops import stop_text

if TYPE_CHECKING:
    from tui.app import Debugger

_PAUSE = 0.004
"""Seconds between two slices, for keys and the screen."""

_TURNS = 50
"""Turns of the event loop before the next slice where a key has come: it goes from widget to widget, up to the one that
heeds it."""

_SAMPLED = 4_000_000


class Travel:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session
        self.driver = Driver(self._limit, self._sample)
        self.written = ""  # the variable or field whose writes were asked for last,
        self.place: Place | None = None  # and the place it was then
        self._picked = -1  # the selection for which it was found
        self._jump = False

    # -- work in slices --------------------------------------------------------------------------

    def is_busy(self) -> bool:
        """Whether work is in progress, which is then told to the user."""
        if self.driver.running:
            self.app.say("the program is running: p pauses it", "note")
        return self.driver.running

    def start(self, job: Job) -> None:
        """Carry out some work, a slice at a time."""
        self.driver.start(job)
        self.app.arrivals.forget()
        self._pump()

    def run_first(self) -> None:
        """The program's first run.  It may begin with a long library call, so the screen is painted before that."""
        self.app.desk.remember()
        job = Movement(self.session, "run", self.session.motion_continue(), True)
        self.driver.start(job)
        self.app.show_progress(job)
        self.app.call_after_refresh(self._pump)

    def _pump(self) -> None:
        job = self.driver.job
        if job is None:
            return
        self.app.state.is_elsewhere = True
        try:
            is_over = self.driver.advance()
        except (Divergence, OutOfHistory, EvaluationError, NoBranch) as problem:
            self.app.state.is_elsewhere = False
            self.app.show_moment()
            self.app.say(str(problem), "error")
            return
        if is_over:
            self.app.state.is_elsewhere = False
            self.app.finished(job)
            return
        if job.is_waiting:
            self._sample()
            self.app.state.is_elsewhere = False
            self.app.ask_for_input()
            return
        self.app.show_progress(job)
        if self.app.arrivals.have_come():
            self.app.arrivals.forget()
            self._heed(_TURNS)
        else:
            self.app.set_timer(_PAUSE, self._pump)

    def _heed(self, turns: int) -> None:
        """Go on when what has come is heeded: a slice that begins with a long call would keep it waiting."""
        if turns > 0:
            asyncio.get_running_loop().call_soon(self._heed, turns - 1)
        else:
            self.app.call_later(self._pump)

    def go_on(self) -> None:
        """What the work waited for is there."""
        self._pump()

    def _limit(self) -> int:
        """While new steps are executed: not so many that the samples of their depth get thin."""
        session = self.session
        return _SAMPLED if session.in_past else budget(session.t, _SAMPLED)

    def _sample(self) -> None:
        session = self.session
        if not session.in_past:
            self.app.state.depths.add(session.t, call_depth(session))

    # -- movements -------------------------------------------------------------------------------

    def move(
        self, label: str, motion: Motion, forward: bool = True, *, jump: bool = False, goal: int | None = None
    ) -> None:
        """Carry out a movement."""
        self._jump = jump
        self.app.desk.remember()
        self.start(Movement(self.session, label, motion, forward, goal))

    def arrived(self, movement: Movement, stop: Stop) -> None:
        """A movement is over."""
        state = self.app.state
        self._sample()
        if stop.reason is Reason.ERROR:
            state.failure = stop
        if stop.reason is Reason.BREAKPOINT:
            state.met.add(stop.t)
        if self._jump:
            state.jumps.jumped(movement.origin, stop.t)
        self.app.show_moment()
        self.app.desk.console.add_logged(self.session.take_logged())
        self.app.say(stop_text(self.session, stop, movement.label, movement.forward))

    def go(self, name: str) -> None:
        """Carry out one of the WAYS, unless something is in progress."""
        way = WAYS[name]
        if not self.is_busy():
            self.move(way.label, way.motion(self.session), way.forward, jump=way.jump)

    def pause(self) -> None:
        self.driver.cancel()
        if self.driver.job is not None and self.driver.job.is_waiting:
            self._pump()

    def error(self, forward: bool) -> None:
        """To the next error raised, or the one before, whether something caught it or not."""
        if self.is_busy():
            return
        session = self.session
        moments = session.errors.between(session.oldest, session.newest)
        if self.app.state.failure is not None:
            moments = sorted({*moments, self.app.state.failure.t})
        if forward:
            t = next((one for one in moments if one > session.t), None)
        else:
            t = next((one for one in reversed(moments) if one < session.t), None)
        if t is None:
            self.app.say(f"no error was raised {'after' if forward else 'before'} this moment", "note")
        else:
            self.go_to(t, label="next error" if forward else "error before")

    # -- jumps -----------------------------------------------------------------------------------

    def to_start(self) -> None:
        self.go_to(self.session.oldest)

    def to_end(self) -> None:
        self.go_to(self.session.latest)

    def go_to(self, t: int, jump: bool = True, label: str = "go") -> None:
        """To a moment, if it can be reached."""
        if self.is_busy():
            return
        try:
            motion = self.session.motion_seek(t)
        except OutOfHistory as error:
            self.app.say(f"t={grouped(t)} is out of reach: history starts at t={grouped(error.oldest)}", "error")
            return
        self.move(label, motion, t >= self.session.t, jump=jump, goal=t)

    def jump_back(self) -> None:
        self._follow_jump(self.app.state.jumps.back(self.session.t), "back to where you were")

    def jump_forward(self) -> None:
        self._follow_jump(self.app.state.jumps.forward(self.session.t), "forward again")

    def _follow_jump(self, t: int | None, label: str) -> None:
        if self.is_busy():
            return
        if t is None:
            self.app.say("there is no jump that leads there", "note")
        else:
            self.go_to(t, False, label)

    # -- lines -----------------------------------------------------------------------------------

    def to_cursor(self, forward: bool) -> None:
        """Run to the line of the cursor; breakpoints on the way stop."""
        self._visit("to line" if forward else "back to line", forward)

    def line(self, forward: bool) -> None:
        self._visit("next time at line" if forward else "last time at line", forward)

    def _visit(self, label: str, forward: bool) -> None:
        if self.is_busy():
            return
        source, line = self.app.desk.source.source, self.app.desk.source.cursor_line
        nearest = self.session.breakpoints.nearest_line(source, line)
        if nearest is None:
            self.app.say(f"no code is loaded at line {line} or after it", "error")
            return
        motion = self.session.motion_visit(nearest, source, forward=forward)
        self.move(f"{label} {nearest}", motion, forward, jump=True)

    # -- writes ----------------------------------------------------------------------------------

    def write(self, text: str, forward: bool) -> None:
        """To the next or the last write to a variable or field.  Asked for once more, it is the same place again."""
        if not text or self.is_busy():
            return
        if text != self.written or self.place is None:
            self._find(text)
        self._go_to_write(forward)

    def value(self, forward: bool) -> None:
        """To a write of the selected value, or of the last one that was: until the user selects another."""
        if self.is_busy():
            return
        picked = self.app.looking.picked
        if self.place is None or picked != self._picked:
            text = self.app.looking.selected_value()
            if text is None:
                self.app.say("select a variable, a field or a watch first (3)", "error")
                return
            self._find(text)
        self._go_to_write(forward)

    def _find(self, text: str) -> None:
        self.place = None
        try:
            self.place = self.session.place(text, self.app.state.moment.frame)
        except EvaluationError as error:
            self.app.say(str(error), "error")
            return
        self.written = text
        self._picked = self.app.looking.picked

    def _go_to_write(self, forward: bool) -> None:
        if self.place is None:
            return
        if forward:
            motion: Motion = self.session.motion_next_write(self.place)
            self.move(f"next write to {self.written}", motion, True, jump=True)
        else:
            motion = self.session.motion_last_write(self.place)
            self.move(f"last write to {self.written}", motion, False, jump=True)
