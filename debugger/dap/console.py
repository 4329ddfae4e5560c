"""Commands in the debug console: what the protocol has no request for, for every client.

They begin with a colon, as in the terminal debugger.
"""

from collections.abc import Callable
from dataclasses import dataclass

from debugger.dap import moments
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Refused
from debugger.dap.movements import Movements
from debugger.dap.output import Output
from debugger.dap.program_input import Input
from debugger.evaluation import EvaluationError
from debugger.motions import Motion
from debugger.session import NoBranch, Session


@dataclass(frozen=True)
class _Command:
    """`usage` begins with the command's words; `act` is given what follows them and returns what to show."""

    words: str
    usage: str
    what: str
    act: Callable[[str], str]


class Console:
    """Carries commands out."""

    def __init__(
        self, debuggee: Debuggee, movements: Movements, program_input: Input, output: Output
    ) -> None:
        self._debuggee = debuggee
        self._movements = movements
        self._input = program_input
        self._output = output
        self._commands = [
            _Command(":back in", ":back in", "step back, into calls", self._moving(
                lambda session: session.motion_step_in(forward=False))),
            _Command(":back out", ":back out", "back to before the function was called", self._moving(
                lambda session: session.motion_step_out(forward=False))),
            _Command(":back", ":back", "step back, over calls", self._moving(
                lambda session: session.motion_step_over(forward=False))),
            _Command(":goto", ":goto T", "go to a moment: a step, 50%, error 1, call NAME 3, ...", self._goto),
            _Command(":start", ":start", "go to the start of history", self._start),
            _Command(":end", ":end", "go to the newest moment", self._end),
            _Command(":who", ":who NAME", "go back to the last write to a variable or field", self._who),
            _Command(":next write", ":next write NAME", "go on to the next write to it", self._next_write),
            _Command(":branch", ":branch", "give up what comes after this moment and run on from here", self._branch),
            _Command(":input", ":input TEXT", "a line for the program to read", self._type),
            _Command(":eof", ":eof", "the end of the program's input", self._end_input),
            _Command(":where", ":where", "the position in time", self._where),
            _Command(":help", ":help", "this list", self._help),
        ]

    def carry_out(self, line: str) -> str:
        """Carry out a command; what to show.  Raises Refused."""
        line = " ".join(line.split())
        for command in self._commands:
            if line == command.words or line.startswith(command.words + " "):
                return command.act(line[len(command.words) :].strip())
        raise Refused(f"there is no command {line}; :help lists them")

    def completions(self, before: str) -> list[str]:
        return sorted(command.words for command in self._commands if command.words.startswith(before))

    def _moving(self, make: Callable[[Session], Motion]) -> Callable[[str], str]:
        def act(rest: str) -> str:
            if rest:
                raise Refused(f"{rest!r} is too much; :help lists the commands")
            self._movements.move(make(self._debuggee.stopped))
            return ""

        return act

    def _goto(self, rest: str) -> str:
        try:
            t = self._debuggee.stopped.moment(rest)
        except EvaluationError as error:
            raise Refused(str(error)) from None
        self._movements.seek(t)
        return ""

    def _start(self, rest: str) -> str:
        self._movements.seek(self._debuggee.stopped.oldest)
        return ""

    def _end(self, rest: str) -> str:
        self._movements.seek(self._debuggee.stopped.newest)
        return ""

    def _who(self, rest: str) -> str:
        session = self._debuggee.stopped
        try:
            self._movements.move(session.motion_last_write(session.place(rest)))
        except EvaluationError as error:
            raise Refused(str(error)) from None
        return ""

    def _next_write(self, rest: str) -> str:
        session = self._debuggee.stopped
        try:
            self._movements.move(session.motion_next_write(session.place(rest)))
        except EvaluationError as error:
            raise Refused(str(error)) from None
        return ""

    def _branch(self, rest: str) -> str:
        session = self._debuggee.stopped
        try:
            session.branch()
        except NoBranch as refused:
            raise Refused(str(refused)) from None
        self._output.cut()
        return f"the run goes on from here: {moments.position(session)}"

    def _type(self, rest: str) -> str:
        _ = self._debuggee.session
        self._input.type(rest.encode() + b"\n")
        return ""

    def _end_input(self, rest: str) -> str:
        _ = self._debuggee.session
        self._input.end()
        return ""

    def _where(self, rest: str) -> str:
        return moments.position(self._debuggee.stopped)

    def _help(self, rest: str) -> str:
        width = max(len(command.usage) for command in self._commands)
        lines = [f"{command.usage:<{width}}  {command.what}" for command in self._commands]
        return "\n".join([*lines, "Anything else is a Lua expression; its side effects are undone."])
