"""The requests that move the program: along its lines and instructions, forward and backward, and to any moment.

`stepBack` is a step over, backward; going back into a call and out of a function are requests of our own
(`moonwalk/reverseStepIn`, `moonwalk/reverseStepOut`), as is going to a moment (`moonwalk/seek`).
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from debugger.dap.asking import Asking
from debugger.dap.conventions import utf16_column
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Answer, Commands, Dispatcher, Handler, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.handles import Handles
from debugger.dap.program_input import Input
from debugger.dap.progress import is_progress
from debugger.dap.runner import Runner
from debugger.dap.sources import Sources
from debugger.motions import Motion
from debugger.session import Session
from debugger.stopping_places import named_calls
from engine.history.timeline import OutOfHistory

_VISITS_COUNTED: Final = 10_000
_VISITS_SHOWN: Final = 100


class _Visit(NamedTuple):
    """The next or the previous visit of a line."""

    source: str
    line: int
    forward: bool


_Goal = _Visit | int
"""What a goto leads to: a visit, or a moment."""


class Movements:
    """Answers the requests that move."""

    def __init__(
        self,
        debuggee: Debuggee,
        dispatcher: Dispatcher,
        runner: Runner,
        sources: Sources,
        program_input: Input,
        asking: Asking,
    ) -> None:
        self._debuggee = debuggee
        self._dispatcher = dispatcher
        self._runner = runner
        self._sources = sources
        self._input = program_input
        self._asking = asking
        self._targets: Handles[_Goal] = Handles("goto target")
        self._step_in_plainly = self._by_granularity(lambda session: session.motion_step_in(), True)

    def commands(self) -> Commands:
        return {
            "continue": self._all(lambda session: session.motion_continue()),
            "reverseContinue": self._all(lambda session: session.motion_continue(forward=False)),
            "next": self._by_granularity(lambda session: session.motion_step_over(), True),
            "stepIn": self._step_in,
            "stepInTargets": self._step_in_targets,
            "restartFrame": self._restart_frame,
            "stepOut": self._by_granularity(lambda session: session.motion_step_out(), True),
            "stepBack": self._by_granularity(lambda session: session.motion_step_over(forward=False), False),
            "pause": self._pause,
            "cancel": self._cancel,
            "gotoTargets": self._goto_targets,
            "goto": self._goto,
            "moonwalk/reverseStepIn": self._by_granularity(
                lambda session: session.motion_step_in(forward=False), False
            ),
            "moonwalk/reverseStepOut": self._by_granularity(
                lambda session: session.motion_step_out(forward=False), False
            ),
            "moonwalk/seek": self._seek,
        }

    def move(self, motion: Motion, *, leaves: bool = True, arrival: str = "") -> None:
        """Set the program in motion once the request in progress is answered; see `Runner.start`."""
        _ = self._debuggee.stopped
        self._dispatcher.moves(lambda: self._runner.start(motion, leaves=leaves, arrival=arrival))

    def seek(self, t: int) -> None:
        """The same, to a moment.  Raises Refused."""
        try:
            self.move(self._debuggee.stopped.motion_seek(t), leaves=False)
        except OutOfHistory as outside:
            raise Refused(str(outside)) from None

    def _all(self, make: Callable[[Session], Motion]) -> Handler:
        def handle(arguments: Fields) -> Body:
            self.move(make(self._debuggee.stopped))
            return {"allThreadsContinued": True}

        return handle

    def _by_granularity(self, make: Callable[[Session], Motion], forward: bool) -> Handler:
        def handle(arguments: Fields) -> Body | None:
            session = self._debuggee.stopped
            if arguments.text("granularity", "statement") == "instruction":
                self.move(session.motion_step_instruction(forward=forward))
            else:
                self.move(make(session))
            return None

        return handle

    def _step_in(self, arguments: Fields) -> Answer:
        if not arguments.has("targetId"):
            return self._step_in_plainly(arguments)
        self.move(self._debuggee.stopped.motion_step_into_call(arguments.integer("targetId")))
        return None

    def _step_in_targets(self, arguments: Fields) -> Body:
        """The calls that are still to come on the line; a target is known by its instruction."""
        frame = self._debuggee.frames.thing(arguments.integer("frameId"))
        if frame.closure is None or not frame.innermost:
            return {"targets": []}
        conventions = self._debuggee.conventions
        proto = frame.closure.proto
        text = self._sources.line(frame.source, frame.line)
        targets: list[Json] = []
        for pc, name in named_calls(proto, frame.pc, self._debuggee.session.machine.dialect):
            column = utf16_column(text, int(proto.columns[pc]))
            targets.append(
                {
                    "id": pc,
                    "label": f"{name} at column {column}",
                    "line": conventions.line_out(frame.line),
                    "column": conventions.column_out(column),
                }
            )
        return {"targets": targets}

    def _restart_frame(self, arguments: Fields) -> Body | None:
        """Back to where the frame's function began: nothing is executed anew."""
        frame = self._debuggee.frames.thing(arguments.integer("frameId"))
        if frame.closure is None:
            raise Refused(f"{frame.name} is not written in Lua")
        self.move(self._debuggee.stopped.motion_frame_start(frame), leaves=False, arrival="restart")
        return None

    def _pause(self, arguments: Fields) -> Body | None:
        self._stop_moving()
        return None

    def _stop_moving(self) -> None:
        self._debuggee.session.pause()
        self._runner.stops_at_call = True  # if a host is between two calls
        self._input.wake()

    def _cancel(self, arguments: Fields) -> Body | None:
        """Movements are all that takes long; what else a client wants to cancel is answered already."""
        if is_progress(arguments.text("progressId", "")):
            self._dispatcher.give_up()
        if self._debuggee.is_moving and is_progress(arguments.text("progressId", "")):
            self._stop_moving()
        return None

    def _goto_targets(self, arguments: Fields) -> Answer:
        """The next and the previous visit of a line, and all that the run has made so far, or those nearest to here."""
        session = self._debuggee.stopped
        conventions = self._debuggee.conventions
        source = self._sources.named(arguments.fields("source"))
        line = session.breakpoints.nearest_line(source, conventions.line_in(arguments.integer("line")))
        if line is None:
            return {"targets": []}
        here = session.t

        def target(label: str, goal: _Goal) -> Json:
            number = self._targets.number(goal, goal)
            return {"id": number, "label": f"line {line}, {label}", "line": conventions.line_out(line)}

        async def answer() -> Body:
            hits, is_complete = await self._asking.results(session.query.lines(line, source), _VISITS_COUNTED)
            total = f" of {len(hits)}" if is_complete else ""
            numbered = sorted(enumerate(hits, 1), key=lambda hit: abs(hit[1].t - here))[:_VISITS_SHOWN]
            targets = [
                target("next visit", _Visit(source, line, True)),
                target("previous visit", _Visit(source, line, False)),
            ]
            targets += [target(f"visit {number}{total}, t={hit.t}", hit.t) for number, hit in sorted(numbered)]
            return {"targets": targets}

        return answer()

    def _goto(self, arguments: Fields) -> Body | None:
        goal = self._targets.thing(arguments.integer("targetId"))
        if isinstance(goal, int):
            self.seek(goal)
        else:
            session = self._debuggee.stopped
            self.move(session.motion_visit(goal.line, goal.source, forward=goal.forward), leaves=False)
        return None

    def _seek(self, arguments: Fields) -> Body | None:
        self.seek(arguments.integer("t"))
        return None
