"""Travelling through time: movements, jumps and the way back from them."""

from pathlib import Path
from typing import TYPE_CHECKING

from debugger.branches import Branch, NoBranch
from debugger.evaluation import EvaluationError
from debugger.interventions import CannotChange
from debugger.motions import Motion
from debugger.stopping_places import named_calls
from debugger.stops import Reason, Stop
from debugger.values import lines_of
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
        self._patched: set[str] = set()  # the sources that are shown with the text of a patch

    # -- work in slices --------------------------------------------------------------------------

    def is_busy(self) -> bool:
        """Whether work is in progress, which is then told to the user."""
        if self.driver.running:
            self.app.say("the program is running: p pauses it", "note")
        return self.driver.running

    def start(self, job: Job) -> None:
        """Carry out some work, a slice at a time."""
        self.driver.start(job)
        self._pump()

    def _pump(self) -> None:
        job = self.driver.job
        if job is None:
            return
        self.app.state.is_elsewhere = True
        self.app.arrivals.forget()
        try:
            is_over = self.driver.advance()
        except (Divergence, OutOfHistory) as problem:
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
        self.app.set_timer(_PAUSE, self._pump)

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

    # -- calls -----------------------------------------------------------------------------------

    def to_frame_start(self) -> None:
        """Back to where the function of the selected frame began."""
        frame = self.app.state.moment.frame
        if self.is_busy():
            return
        if frame is None or frame.closure is None:
            self.app.say("select the frame of a Lua function first (2)", "error")
            return
        self.move("to the frame's start", self.session.motion_frame_start(frame), False, jump=True)

    def step_into(self, name: str) -> None:
        """Into the call of a function on the present line, over the calls before it."""
        if self.is_busy():
            return
        frame = next(iter(self.session.frames(limit=1)), None)
        if frame is None or frame.closure is None:
            self.app.say("no Lua function runs here", "error")
            return
        calls = named_calls(frame.closure.proto, frame.pc, self.session.machine.dialect)
        found = [pc for pc, called in calls if called == name.rpartition(".")[2].rpartition(":")[2]]
        if found:
            self.move(f"step into {name}", self.session.motion_step_into_call(found[0]))
        else:
            shown = ", ".join(called for _, called in calls) or "nothing"
            self.app.say(f"from here on, this line does not call {name}: it calls {shown}", "error")

    # -- branches --------------------------------------------------------------------------------

    def set_value(self, name: str, value: str) -> None:
        """Give a variable or field another value; in the past that makes a new branch, which is then the active one."""
        before = self.session.branches.active
        try:
            stop = self.session.set_variable(name, value, self.app.state.moment.frame)
        except (EvaluationError, CannotChange, NoBranch) as error:
            self.app.say(str(error), "error")
            return
        self.app.state.forked_at(stop.t)
        self.go_on_otherwise()
        branch = self.session.branches.active
        where = f"; this is {branch.name} now, K has them all" if branch.number != before.number else ""
        self.app.say(f"{name} is set{where}", "note")

    def patch(self, name: str) -> None:
        """Give a function the code that it has in its file now; in the past that makes a new branch."""
        if self.is_busy():
            return
        source = self.app.desk.source.source
        try:
            text = Path(source).read_bytes()
            count = self.session.patch_function(name, text)
        except OSError as error:
            self.app.say(f"cannot read {source}: {error.strerror}", "error")
            return
        except (CannotChange, NoBranch) as error:
            self.app.say(str(error), "error")
            return
        self.app.state.forked_at(self.session.t)
        self.app.desk.source.show_text(source, lines_of(text.decode("utf-8", "replace")))
        self._patched.add(source)
        self.go_on_otherwise()
        self.app.say(f"{name} has its new code ({count} closure{'' if count == 1 else 's'})", "note")

    def rename(self, name: str) -> None:
        """Give the present branch another name."""
        try:
            self.session.branches.rename(self.session.branches.active.number, name)
        except NoBranch as error:
            self.app.say(str(error), "error")
            return
        self.app.desk.look_again("branches")
        self.app.say(f"this branch is {name} now", "note")

    def branch(self, name: str) -> None:
        """Go to a branch by its name or number."""
        try:
            self.switch_branch(self.session.branches.find(name))
        except NoBranch as error:
            self.app.say(str(error), "error")

    def switch_branch(self, branch: Branch) -> None:
        if self.is_busy():
            return
        try:
            stop = self.session.switch_branch(str(branch.number))
        except NoBranch as error:
            self.app.say(str(error), "error")
            return
        for source in self._patched:
            self.app.desk.source.show_text(source, None)
        self._patched.clear()
        self.go_on_otherwise()
        self.app.say(f"{branch.name}, at its newest moment, t={grouped(stop.t)}", "note")

    def go_on_otherwise(self) -> None:
        """Another branch is active."""
        state = self.app.state
        state.hits = []
        state.events.forget()
        state.failure = self.session.stop if self.session.machine.failure is not None else None
        self.app.desk.source.show_hits(None)
        self.app.show_moment()

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
