"""A debugging session: the only way a front end touches a run.

Commands in, stops out.  Every movement is a `Motion` that advances in bounded slices, so that a front end stays
responsive: ``begin(motion)``, then `advance` until it returns a `Stop`.  The plain methods (`step_over`,
`reverse_continue`, ...) do both at once.  No threads, no UI types.
"""

import os
import weakref
from collections.abc import Callable, Sequence
from typing import Final

from debugger import (
    call_motions,
    hit_conditions,
    inspection,
    interventions,
    line_visits,
    motions,
    origin,
    patching,
    write_motions,
)
from debugger.branches import Branch, Branches, NoBranch
from debugger.breakpoints import Breakpoint, Breakpoints, source_path
from debugger.computed import Computed
from debugger.coroutine_making import CoroutineMaking
from debugger.data_breakpoints import Access, ContinueBackward, ContinueForward, DataBreakpoint, DataBreakpoints
from debugger.declared_functions import Declared, declared_functions, is_meant
from debugger.defaults import HISTORY
from debugger.differences import Difference, branch_differences, differences
from debugger.error_motions import StoppingAtErrors
from debugger.evaluation import EvaluationError, Evaluator
from debugger.inspection import Frame, loaded_functions
from debugger.interventions import CannotChange
from debugger.log_points import Logged
from debugger.meetings import Meetings
from debugger.motions import Motion
from debugger.mover import Mover
from debugger.named_moments import NamedMoments
from debugger.observing.iteration import Iteration
from debugger.observing.observer import Observer
from debugger.origin import OriginNode
from debugger.places import Tracked, find_place, same_object
from debugger.program_input import ProgramInput
from debugger.program_output import ProgramOutput
from debugger.queries.context import Context
from debugger.queries.queries import Queries
from debugger.queries.query import Query
from debugger.quiet_host import QuietHost
from debugger.raised_errors import ErrorFilter
from debugger.recorded import begin_history, load_recorded, outermost_source, source_name
from debugger.recorded_run import RecordedRun
from debugger.returned import Returned, returned
from debugger.source_texts import SourceTexts
from debugger.spans import Spans
from debugger.stops import Reason, Stop
from debugger.values import Formatter
from engine.compiler.proto import Proto
from engine.history.event_log import Divergence, EndOfRecording
from engine.history.timeline import OutOfHistory
from engine.history.writes import Place
from engine.host.no_world import NoWorld
from engine.host.recording import Recording
from engine.host.recording_format import RecordingError
from engine.host.vm import VM
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaError
from engine.syntax.dialects import LUA_54, Dialect
from engine.vm import run

SLICE: Final = 200_000
"""Steps between two looks at what the user wants."""

_FRAMES_REMEMBERED: Final = 20


class LoadError(Exception):
    """The program could not be loaded; the text is Lua's message."""


class Session:
    """One Lua program under the debugger.

    `path` is the program's file; `args` are its arguments; `history` is how many steps the ring holds, which are
    undone at once; the whole run before them is reached by replay.  `source` is the text, where there is no file to
    read.  A `recording` is of that program, which is run again from it (`of_recording`).  Raises LoadError.

    Stepping backward and to a moment only ever changes what is looked at: forward from the past comes to the newest
    moment first, and executes from there on.  `branch` alone gives up a future.
    """

    def __init__(
        self,
        path: str,
        args: Sequence[str] = (),
        *,
        dialect: Dialect = LUA_54,
        history: int = HISTORY,
        source: bytes | None = None,
        recording: Recording | None = None,
        vm: VM | None = None,
    ) -> None:
        self.path = path
        self.recording = recording
        self.program_input = ProgramInput()
        self.program_output = output = ProgramOutput()
        self.vm = vm or VM(
            dialect,
            history=history,
            whole_run=True,
            host=QuietHost(self.program_input, output.stdout, output.stderr)
            if recording is None
            else NoWorld(output.stdout, output.stderr),
            log=None if recording is None else recording.log(),
        )
        dialect = self.vm.machine.dialect
        self.machine = self.vm.machine
        self.program_input.machine = self.machine
        self.program_output.machine = self.machine
        self.machine.keep_output = True
        assert self.vm.history is not None
        self.history = self.vm.history
        self.formatter = Formatter(dialect)
        self.breakpoints = Breakpoints(self._functions_named)
        self.machine.on_chunk = _weakly(self._loaded)
        self._texts = SourceTexts(
            self.machine,
            {} if source is None else {path: source},
            self.vm.log.texts,
            reads_disk=recording is None,
        )
        self._motion: Motion | None = None
        # Whether what is executed goes into the ring at once, and not only where something may look back (see
        # `History.keep_steps`).  Where a host's calls are steps, the ring must have them all.
        self.keeps_every_step = vm is not None
        self._pause = False
        self._names: dict[Proto, str] = {}  # as `_name_of` has found them
        self._remembered: dict[tuple[tuple[int, int, int], str], str] = {}
        self._evaluator = Evaluator(self.machine)
        self.computed = Computed(self.machine, self._evaluator)
        self._meetings = Meetings(self.evaluate, self.formatter.show)
        self._mover = Mover(
            self.machine,
            self.history,
            self.breakpoints,
            self._meetings.holds,
            self._meetings.stops,
            self.program_input,
        )
        self._meetings.mover = self._mover
        self.errors = self._mover.errors
        self._recorded = None if recording is None else RecordedRun(self.vm, recording, output, self.errors)
        self._making = CoroutineMaking(self.machine)
        self._error_filters: Sequence[ErrorFilter] = ()
        self.branches = Branches(self.history, self._mover, (output, self.errors), self._forget_hits)
        self.query = Queries(self._context(), output)
        self.data_breakpoints = DataBreakpoints(self.query.context, self._meetings.is_true)
        self._named = NamedMoments(self.history, self.query, self.vm.log)
        if recording is not None and recording.header.is_end:
            self._begin_at_first()
        elif vm is None:
            self._begin_program(args, source)
        else:
            for main in loaded_functions(self.machine):
                self._loaded(main)
        self.stop = self._stop(Reason.ENTRY)

    def _begin_program(self, args: Sequence[str], source: bytes | None) -> None:
        """Load the program, and stand at its first instruction.  Raises LoadError."""
        path, recording = self.path, self.recording
        try:
            if recording is not None:
                closure = load_recorded(self.vm, recording.header.program)
            else:
                self.vm.set_up_program([word.encode() for word in ["lua", path, *args]], 1)
                if source is None:
                    closure = self.vm.load_file(path.encode())
                else:
                    closure = self.vm.load(source, b"@" + path.encode())
        except LuaError as error:
            raise LoadError(str(error)) from None
        run.enter(self.machine, closure, [os.fsencode(word) for word in args])
        self.history.host_acted()
        if self._recorded is not None:
            begin_history(self.vm)
            self._recorded.begin()

    def _begin_at_first(self) -> None:
        """Begin with the first checkpoint of a recording that has nothing before it.  Raises LoadError."""
        assert self._recorded is not None
        try:
            self._recorded.begin_at_first()
        except RecordingError as error:
            raise LoadError(str(error)) from None
        self.path = outermost_source(self.machine)

    @classmethod
    def of_recording(cls, recording: Recording, history: int = HISTORY) -> "Session":
        """A session on a recorded run, at its beginning; forward it goes as far as the recording."""
        program = recording.header.program
        args = [os.fsdecode(word) for word in program.args]
        try:
            return cls(source_name(program), args, dialect=recording.dialect, history=history, recording=recording)
        except (Divergence, EndOfRecording) as error:
            raise LoadError(str(error)) from None

    @classmethod
    def of_vm(cls, vm: VM) -> "Session":
        """A session on the calls that a host program makes; what it makes of each it tells with `call_began`.

        The VM must keep its whole run.  Its streams remain its own.
        """
        return cls("", vm=vm)

    def call_began(self) -> None:
        """The host has called a function: the program stands at its beginning."""
        self.stop = self._stop(Reason.ENTRY)

    # -- time ------------------------------------------------------------------------------------

    @property
    def t(self) -> int:
        """The present moment: instructions executed since the start."""
        return self.machine.t

    @property
    def oldest(self) -> int:
        return self.history.oldest

    @property
    def newest(self) -> int:
        return self.history.newest

    @property
    def latest(self) -> int:
        """The latest moment that can be gone to at once: the newest, or the end of a recording that has checkpoints."""
        return self.newest if self._recorded is None else max(self.newest, self._recorded.end)

    @property
    def in_past(self) -> bool:
        return self.history.in_past

    @property
    def exit_code(self) -> int | None:
        """What the program has called `os.exit` with; None if it has not."""
        if self._recorded is not None and self._recorded.is_followed:
            return None if self.in_past else self._recorded.exit_code
        return self._mover.exit_code

    def branch(self) -> Branch:
        """Let the program go on from the present moment, in the past: a new branch (`branches` has them all).

        Files and processes are not as they were then; what the program does to them happens a second time.  Raises
        NoBranch in a recording.
        """
        if self.recording is not None:
            raise NoBranch("a recording cannot go on otherwise than it did")
        self.program_input.put_back(self.t)
        return self.branches.fork()

    def compare_branches(self, first: str, second: str) -> list[Difference]:
        """What is at the end of one branch not as it is at the end of another.  Raises NoBranch."""
        numbers = [self.branches.find(name).number for name in (first, second)]
        return branch_differences(self.query.context, self.branches, *numbers)

    def switch_branch(self, name: str) -> Stop:
        """Go to the newest moment of the branch of a name or number.  Raises NoBranch."""
        self._remember()
        self.branches.switch(self.branches.find(name).number)
        self.stop = self._stop(self._mover.end_reason() or Reason.SEEK)
        return self.stop

    def set_variable(self, text: str, expression: str, frame: Frame | None = None) -> Stop:
        """Give a variable or field the value of an expression, both of a frame; in the past that makes a new branch.

        The change is a step of its own.  Raises EvaluationError, CannotChange or NoBranch, having changed nothing.
        """
        self.set_place(self.place(text, frame), expression, frame)
        return self.stop

    def set_place(self, place: Place, expression: str, frame: Frame | None = None) -> object:
        """The same for a place of the present moment; the value."""
        if self.recording is not None:
            raise NoBranch("what is recorded cannot be changed")
        interventions.check(place)
        tracked = Tracked(self.history, place)
        self.evaluate(expression, frame)
        level = None if frame is None else (frame.coroutine, frame.level)
        self._remember()
        self.branch()
        if level is not None:  # the branch may have other objects
            co = self._mover.same_coroutine(level[0])
            frame = next((one for one in self.frames(co) if one.level == level[1]), None)
        values = self.evaluate(expression, frame)
        value = values[0] if values else None
        interventions.set_value(self.history, tracked, value)
        self.stop = self._stop(Reason.STEP)
        return value

    def close_coroutines(self, coroutines: Sequence[Coroutine]) -> None:
        """End some suspended coroutines.  Raises CannotChange or NoBranch, having changed nothing."""
        if self.recording is not None:
            raise NoBranch("what is recorded cannot be changed")
        for co in coroutines:
            interventions.check_closable(co)
        self._remember()
        self.branch()
        for co in coroutines:
            interventions.close_coroutine(self.history, self._mover.same_coroutine(co))
        self.stop = self._stop(Reason.STEP)

    def patch_function(self, name: str, text: bytes) -> int:
        """Give a function the code that it has in a new text of its source; the number of closures that got it.

        In the past that makes a new branch.  Calls in progress finish on the old code.  The function is named as for a
        breakpoint.  Raises CannotChange or NoBranch, having changed nothing.
        """
        if self.recording is not None:
            raise NoBranch("what is recorded cannot be changed")
        found = [
            (main, one)
            for main in self.breakpoints.all_mains()
            for one in self._declared(main)
            if is_meant(name, one, source_path(main))
        ]
        if len(found) != 1:
            raise CannotChange(f"there is {'more than one' if found else 'no'} function {name} in what has been loaded")
        main, old = found[0]
        outer = patching.outer_of(old.proto, main)
        new = patching.new_code(old, text, self.machine.dialect, outer)
        self._remember()
        self.branch()
        count = patching.carry_out(self.history, old.proto, new, outer)
        self._names[new] = old.name
        self.stop = self._stop(Reason.STEP)
        return count

    def _forget_hits(self, t: int) -> None:
        self.errors.forget_after(t)
        for one in (*self.breakpoints.all(), *self.breakpoints.functions(), *self.breakpoints.exact()):
            hit_conditions.forget_after(one, t)
        for data in self.data_breakpoints.all:
            hit_conditions.forget_after(data, t)

    # -- movements -------------------------------------------------------------------------------

    def begin(self, motion: Motion) -> None:
        """Start a movement; `advance` carries it out."""
        self._remember()
        self._meetings.begin()
        self._pause = False
        self._motion = motion
        self._mover.looks_back = motion.looks_back or self.keeps_every_step

    def advance(self, budget: int = SLICE) -> Stop | None:
        """Go on with the movement for `budget` steps at most; a Stop when it is over.

        It makes no headway while the program `waits_for_input`.
        """
        motion = self._motion
        if motion is None:
            return self.stop
        self._mover.let_go()
        reason = motion.advance(budget)
        self.history.keep_up()
        if reason is None:
            if not self._pause:
                return None
            motion.cancel()
            reason = Reason.PAUSE
        self._motion = None
        self.stop = self._stop(reason)
        return self.stop

    @property
    def waits_for_input(self) -> bool:
        """Whether the movement in progress cannot go on before `program_input` is given more, or is ended."""
        return self._mover.waits_for_input

    def break_off_for(self, is_wanted: Callable[[], bool] | None) -> None:
        """Have `is_wanted` asked now and then while a function of the library works for long.

        Where it says yes, or a pause has been asked for, `advance` returns before the budget is used up, and the
        program stands before that call; it is made anew when the movement goes on.
        """
        self._mover.is_wanted = None if is_wanted is None else lambda: self._pause or is_wanted()

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
        if self.data_breakpoints.all:
            motion = ContinueForward if forward else ContinueBackward
            return self._stopping(motion(self._mover, self.data_breakpoints))
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

    def moment(self, text: str) -> int:
        """The moment that a text names, such as `50%`, `error 1` or `call refund -1` (`named_moments`).

        Raises EvaluationError.
        """
        return self._named.find(text)

    def place(self, text: str, frame: Frame | None = None) -> Place:
        """The variable or field that a text names in a frame (the innermost by default).  Raises EvaluationError."""
        if frame is None:
            frame = next(iter(self.frames(limit=1)), None)
        return find_place(self.machine, self._evaluator, text, frame)

    def last_write(self, text: str) -> Stop:
        """Go back to before the last write to a variable or field.  Raises EvaluationError."""
        return self.finish(self.motion_last_write(self.place(text)))

    def next_write(self, text: str) -> Stop:
        """Go forward to before the next write to a variable or field.  Raises EvaluationError."""
        return self.finish(self.motion_next_write(self.place(text)))

    def origin_query(self, text: str, frame: Frame | None = None, limit: int = origin.NODES) -> Query[OriginNode]:
        """Why a variable or field has the value it has here: a query with one result, the root of a tree.

        The tree has `limit` nodes at most.  Raises EvaluationError.
        """
        return self.origin_at(self.t, self.place(text, frame), text, limit)

    def origin_at(self, t: int, place: Place, name: str, limit: int = origin.NODES) -> Query[OriginNode]:
        """As `origin_query`, for the value that a place, called `name`, has at a moment.  Raises OutOfHistory."""
        if not self.oldest <= t <= self.newest:
            raise OutOfHistory(t, self.oldest, self.newest)
        work = origin.Origin(self.query.context, name, place, limit, t).work()
        return Query(self.history, work, self.oldest, t)

    def diff_query(self, first: int, second: int) -> Query[Difference]:
        """What is not at moment `second` as it was at moment `first`.  Raises OutOfHistory."""
        for t in (first, second):
            if not self.oldest <= t <= self.newest:
                raise OutOfHistory(t, self.oldest, self.newest)
        return Query(self.history, differences(self.query.context, first, second), self.oldest, self.newest)

    def diff(self, first: int, second: int) -> list[Difference]:
        """`diff_query`, carried out."""
        return self.diff_query(first, second).all()

    def origin(self, text: str, frame: Frame | None = None, limit: int = origin.NODES) -> OriginNode:
        """`origin_query`, carried out."""
        return self.origin_query(text, frame, limit).all()[0]

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

    def observer(self) -> Observer:
        """One that plays the run to its end and notes what happens in it; such a session is used for nothing else."""
        mains = [main for source in self.breakpoints.sources() for main in self.breakpoints.mains(source)]
        return Observer(self._mover, self.formatter, mains, self.error_text)

    def iteration(self, source: str, line: int, number: int, first: int, last: int) -> Iteration:
        """One that plays to visit `number` of a line and notes the variables there; likewise for that alone."""
        return Iteration(self._mover, self.formatter, source, line, number, first, last)

    # -- breakpoints -----------------------------------------------------------------------------

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

    def watch(
        self, place: Place, access: Access = Access.WRITE, condition: str = "", hit_condition: str = ""
    ) -> DataBreakpoint:
        """A data breakpoint on a place of the present moment; `set_data_breakpoints` sets it.

        Raises hit_conditions.BadHitCondition.
        """
        return self.data_breakpoints.new(place).like(access, condition, hit_condition)

    def set_data_breakpoints(self, watched: Sequence[DataBreakpoint]) -> None:
        """A continue is to stop, forward and backward, before each write or read that one of these is for.

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

    def take_logged(self) -> list[Logged]:
        """What log points have written since this was asked last, in the order in which they were met."""
        return self._meetings.take_logged()

    def clear_breakpoint(self, line: int, source: str | None = None) -> None:
        self.breakpoints.remove(self.path if source is None else source, line)

    # -- inspection ------------------------------------------------------------------------------

    def frames(self, co: Coroutine | None = None, limit: int | None = None) -> list[Frame]:
        """The call frames, the innermost first; `limit` of them at most."""
        return inspection.frames(self.machine, co, limit)

    def coroutines(self) -> list[Coroutine]:
        """The coroutines that are not dead, the main one first (see `inspection.living_coroutines`)."""
        return inspection.living_coroutines(self.machine) if self._making.happened else [self.machine.main]

    @property
    def has_coroutines(self) -> bool:
        """Whether the program may have made coroutines at some time."""
        return self._making.happened or self.recording is not None

    def evaluate(self, expression: str, frame: Frame | None = None) -> list[object]:
        """The values of a Lua expression in a frame, its side effects rolled back.  Raises EvaluationError.

        At an error, `err` is its value, unless a variable of the frame has that name.
        """
        if frame is None:
            frame = next(iter(self.frames(limit=1)), None)
        given = {}
        if self._is_at_error() and "err" not in ({} if frame is None else inspection.visible_variables(frame)):
            given["err"] = self.error_value()
        return self._evaluator.evaluate(frame, expression, given)

    def returned(self) -> Returned | None:
        """What the call returned that ended last on the way to this moment (see `debugger.returned`)."""
        return returned(self.history)

    def changed(self, frame: Frame, name: str) -> tuple[bool, str]:
        """Whether a variable differs from what it was before the last movement, and what it was then."""
        before = self._remembered.get((frame.identity, name))
        variable = inspection.visible_variables(frame).get(name)
        if before is None or variable is None:
            return False, ""
        return self.formatter.show(variable.value) != before, before

    def output(self) -> list[tuple[int, bytes]]:
        """What the program has written to standard output up to the present moment, each with its step."""
        return self.program_output.pieces()

    def known_output(self) -> list[tuple[int, bytes]]:
        """The same up to the newest moment; of a recorded run, up to the latest that was looked at."""
        return self.program_output.known()

    def source_lines(self, source: str) -> list[str]:
        """The lines of a source file (or of the text a chunk was loaded from); empty if there is none."""
        return self._texts.lines(source)

    def error_value(self) -> object:
        """The value of the error at this moment: the uncaught one, or the one that is about to be raised."""
        failure = self.machine.failure
        value = self.errors.value_at(self.t) if failure is None else failure.value
        return same_object(self.machine, value)

    def error_text(self) -> str:
        """The message of the error at this moment; empty if there is none."""
        if not self._is_at_error():
            return ""
        value = self.error_value()
        speaks = self.machine.dialect.reports.spoken_objects
        handler = self.machine.metamethod(value, b"__tostring") if speaks else None
        if handler is not None and not isinstance(value, bytes):
            try:
                spoken = self._evaluator.call(handler, [value])
            except EvaluationError:
                spoken = []
            if spoken and isinstance(spoken[0], bytes):
                return spoken[0].decode("utf-8", "replace")
        return inspection.error_text(LuaError(value), self.machine.dialect)

    # -- inside ----------------------------------------------------------------------------------

    def _stopping(self, motion: Motion) -> Motion:
        """A movement that stops at errors too, if caught ones are to stop it."""
        if not self.errors.stops:
            return motion
        return StoppingAtErrors(self._mover, motion, self.errors, self.error_stops)

    def _is_at_error(self) -> bool:
        return self.machine.failure is not None or self.errors.is_at(self.t)

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

    def _loaded(self, main: Proto) -> None:
        """A chunk was loaded."""
        self._texts.loaded(main)
        self.breakpoints.loaded(main)

    def _context(self) -> Context:
        return Context(
            self.machine,
            self.history,
            self._mover,
            self.breakpoints,
            self.formatter,
            self.evaluate,
            self._name_of,
            Spans(self._texts.text, self.machine.dialect),
        )

    def _name_of(self, proto: Proto) -> str:
        """The name that a function's source declares it by; where there is none, its place."""
        known = self._names.get(proto)
        if known is None:
            for main in self.breakpoints.mains(source_path(proto)):
                self._names[main] = "main chunk"
                for one in self._declared(main):
                    self._names[one.proto] = one.name or f"function <{source_path(proto)}:{one.proto.line}>"
            known = self._names.setdefault(proto, f"function <{source_path(proto)}:{proto.line}>")
        return known

    def _declared(self, main: Proto) -> list[Declared]:
        text = "\n".join(self.source_lines(source_path(main))).encode()
        return declared_functions(text, main, self.machine.dialect)

    def _functions_named(self, main: Proto, name: str) -> list[Proto]:
        """The functions of a chunk that a name stands for."""
        return [one.proto for one in self._declared(main) if is_meant(name, one, source_path(main))]

    def _remember(self) -> None:
        """Keep the variables of the frames, to tell what the next movement changes."""
        self._remembered = {
            (frame.identity, name): self.formatter.show(variable.value)
            for frame in self.frames(limit=_FRAMES_REMEMBERED)
            for name, variable in inspection.visible_variables(frame).items()
        }

    def _stop(self, reason: Reason) -> Stop:
        frame = next((one for one in inspection.walk_frames(self.machine) if one.closure is not None), None)
        text = self.error_text() if reason in (Reason.ERROR, Reason.RAISE) else ""
        if frame is None:
            return Stop(reason, self.t, "", 0, text)
        return Stop(reason, self.t, frame.source, frame.line, text)


def _weakly(listener: Callable[[Proto], None]) -> Callable[[Proto], None]:
    """A listener for a machine that does not keep the session alive."""
    known = weakref.WeakMethod(listener)

    def listen(chunk: Proto) -> None:
        method = known()
        if method is not None:
            method(chunk)

    return listen


__all__ = ["CannotChange", "LoadError", "NoBranch", "Session", "source_path"]
