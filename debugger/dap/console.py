"""Commands in the debug console: what the protocol has no request for, for every client.

They begin with a colon, as in the terminal debugger.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Final

from debugger.dap import moments
from debugger.dap.branching import Branching
from debugger.dap.data_breakpoints import DataBreakpointRequests
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Refused
from debugger.dap.fields import Fields
from debugger.dap.histories import Histories, arguments_text, values_text
from debugger.dap.movements import Movements
from debugger.dap.output import Output
from debugger.dap.program_input import Input
from debugger.data_breakpoints import Access
from debugger.evaluation import EvaluationError
from debugger.inspection import Frame
from debugger.motions import Motion
from debugger.origin import OriginNode
from debugger.queries.results import Call
from debugger.session import NoBranch, Session

_SHOWN: Final = 200
"""Results that a command shows at most."""


@dataclass(frozen=True)
class _Command:
    """`usage` begins with the command's words; `act` is given what follows them and returns what to show."""

    words: str
    usage: str
    what: str
    act: Callable[[str], str | Awaitable[str]]


class Console:
    """Carries commands out."""

    def __init__(
        self, debuggee: Debuggee, movements: Movements, program_input: Input, output: Output,
        histories: Histories, branching: Branching, data_breakpoints: DataBreakpointRequests,
    ) -> None:  # fmt: skip
        self._debuggee = debuggee
        self._movements = movements
        self._input = program_input
        self._output = output
        self._histories = histories
        self._branching = branching
        self._data_breakpoints = data_breakpoints
        self._arguments = Fields({}, "")  # of the request in progress
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
            _Command(":data", ":data [read|both] NAME", "stop at each write to it (or read), or no longer",
                     self._data),
            _Command(":history", ":history NAME", "all values that a variable or field has had", self._history),
            _Command(":origin", ":origin NAME", "why it has the value it has here", self._origin),
            _Command(":calls", ":calls FUNCTION", "all calls of a function, with arguments and results", self._calls),
            _Command(":set", ":set NAME = VALUE", "give a variable or field a value; in the past: a new branch",
                     self._set),
            _Command(":branches", ":branches", "the branches of time", self._branches),
            _Command(":switch", ":switch NAME", "go to another branch", self._switch),
            _Command(":branch", ":branch", "go on otherwise from here: a new branch", self._branch),
            _Command(":input", ":input TEXT", "a line for the program to read", self._type),
            _Command(":eof", ":eof", "the end of the program's input", self._end_input),
            _Command(":where", ":where", "the position in time", self._where),
            _Command(":help", ":help", "this list", self._help),
        ]

    def carry_out(self, line: str, arguments: Fields) -> str | Awaitable[str]:
        """Carry out a command, given the arguments of its request; what to show, which a search has to be waited for.

        Raises Refused.
        """
        self._arguments = arguments
        line = ":" + " ".join(line.removeprefix(":").split())
        for command in self._commands:
            if line == command.words or line.startswith(command.words + " "):
                return command.act(line[len(command.words) :].strip())
        raise Refused(f"there is no command {line}; :help lists them")

    def completions(self, before: str) -> list[str]:
        return sorted(command.words for command in self._commands if command.words.startswith(before))

    def _frame(self) -> Frame | None:
        """In which names mean what they do."""
        return self._debuggee.frame(self._arguments)

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
        self._movements.seek(self._debuggee.stopped.latest)
        return ""

    def _who(self, rest: str) -> str:
        session = self._debuggee.stopped
        try:
            self._movements.move(session.motion_last_write(session.place(rest, self._frame())))
        except EvaluationError as error:
            raise Refused(str(error)) from None
        return ""

    def _next_write(self, rest: str) -> str:
        session = self._debuggee.stopped
        try:
            self._movements.move(session.motion_next_write(session.place(rest, self._frame())))
        except EvaluationError as error:
            raise Refused(str(error)) from None
        return ""

    def _data(self, rest: str) -> str:
        """Data breakpoints, for clients that have none."""
        if not rest:
            return _listed(self._data_breakpoints.typed(), True, "there are none; write :data NAME")
        word, _, name = rest.partition(" ")
        known = {one.words: one for one in Access}
        access = known.get(word, Access.WRITE) if name else Access.WRITE
        name = name if word in known and name else rest
        stops = self._data_breakpoints.toggle(name, access, self._frame())
        what = {"write": "writes to", "read": "reads of", "both": "writes to and reads of"}[access.words]
        return f"{what} {name} stop, forward and backward" if stops else f"{what} {name} do not stop any more"

    def _branch(self, rest: str) -> str:
        session = self._debuggee.stopped
        try:
            branch = session.branch()
        except NoBranch as refused:
            raise Refused(str(refused)) from None
        self._output.cut()
        return f"the run goes on from here, in {branch.name}: {moments.position(session)}"

    def _branches(self, rest: str) -> str:
        found = self._debuggee.stopped.branches.all()
        return "\n".join(
            f"{'*' if one.is_active else ' '} {one.name}: up to t={one.newest}"
            + (f", from {found[one.parent].name} at t={one.forked_at}" if one.parent >= 0 else "")
            for one in found
        )

    def _switch(self, rest: str) -> str:
        self._branching.switch(rest)
        return ""

    def _set(self, rest: str) -> str:
        name, sign, expression = rest.partition("=")
        if not sign or not name.strip() or not expression.strip():
            raise Refused("write a variable or field and its value: :set player.hp = 10")
        session = self._debuggee.stopped
        value = self._branching.change(name.strip(), expression.strip(), self._frame())
        return f"{name.strip()} = {session.formatter.show(value)}"

    def _history(self, rest: str) -> Awaitable[str]:
        frame = self._frame()

        async def answer() -> str:
            writes, is_complete = await self._histories.writes(rest, frame, _SHOWN)
            lines = [f"t={one.t}  {one.where}  {one.old} → {one.new}" for one in writes]
            return _listed(lines, is_complete, f"nothing has written to {rest}")

        return answer()

    def _calls(self, rest: str) -> Awaitable[str]:
        if not rest:
            raise Refused("name a function: :calls Class:method")

        async def answer() -> str:
            calls, is_complete = await self._histories.calls(rest, _SHOWN)
            return _listed([_call_text(one) for one in calls], is_complete, f"{rest} has not been called")

        return answer()

    def _origin(self, rest: str) -> Awaitable[str]:
        frame = self._frame()

        async def answer() -> str:
            return "\n".join(_tree(await self._histories.origin(rest, frame), ""))

        return answer()

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


def _listed(lines: list[str], is_complete: bool, nothing: str) -> str:
    if not lines:
        return nothing
    return "\n".join(lines if is_complete else [*lines, "…"])


def _call_text(call: Call) -> str:
    end = {"": "goes on", "error": f"fails: {call.error}"}.get(call.how, f"→ {values_text(call.results) or 'nothing'}")
    return f"t={call.t}  {call.name}({arguments_text(call)}) {end}, called at {call.caller}"


def _tree(node: OriginNode, indent: str) -> Iterator[str]:
    place = f"  {node.where}" if node.where.line else ""
    yield f"{indent}{node.name} = {node.value}: {node.text}, t={node.t}{place}"
    for child in node.children:
        yield from _tree(child, indent + "  ")
    if node.is_cut:
        yield f"{indent}  …"
