"""What every query needs of a session, and the places that it reads at a moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from debugger import inspection
from debugger.breakpoints import Breakpoints, source_path
from debugger.mover import Mover
from debugger.queries.results import Shown, Where, shown
from debugger.queries.sweep import Sweep
from debugger.spans import Span, Spans
from debugger.values import Formatter
from engine.compiler.proto import Proto
from engine.history.timeline import History
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine


@dataclass(frozen=True)
class Context:
    """A session, as queries see it: `name_of` gives the name that a function's source declares it by."""

    machine: Machine
    history: History
    mover: Mover
    breakpoints: Breakpoints
    formatter: Formatter
    evaluate: Callable[[str], list[object]]
    name_of: Callable[[Proto], str]
    spans: Spans

    def show(self, value: object) -> Shown:
        return shown(self.formatter, value)

    def sweep(
        self, start: int, end: int, *, recording: bool = False, may_matter: Callable[[int], bool] | None = None
    ) -> Sweep:
        return Sweep(self.history, self.breakpoints, start, end, recording=recording, may_matter=may_matter)

    def where(self) -> Where:
        """Where the program stands: in the innermost function of its own."""
        frame = next((one for one in inspection.walk_frames(self.machine) if one.closure is not None), None)
        if frame is None or frame.closure is None:
            return Where("", 0)
        return self.place(frame.closure.proto, frame.pc)

    def place(self, proto: Proto, pc: int) -> Where:
        """The place of an instruction."""
        if not 0 <= pc < len(proto.lines):
            return Where(source_path(proto), 0, 0, self.name_of(proto))
        return Where(source_path(proto), int(proto.lines[pc]), int(proto.columns[pc]), self.name_of(proto))

    def span(self) -> Span | None:
        """The stretch of the source that the next instruction stands for, in the innermost function of the program."""
        frame = next((one for one in inspection.walk_frames(self.machine) if one.closure is not None), None)
        if frame is None or frame.closure is None or not 0 <= frame.pc < len(frame.closure.proto.lines):
            return None
        return self.spans.of(frame.closure.proto, frame.pc)

    def caller(self, co: Coroutine, level: int) -> Where:
        """Where the Lua function is that called frame `level` of a coroutine, be it through a native."""
        running: Coroutine | None = co
        below = level - 1
        while running is not None:
            for at in range(below, -1, -1):
                function = running.functions[at]
                if isinstance(function, LuaClosure) and not function.proto.is_library:
                    return self.place(function.proto, max(int(running.pcs[at]) - 1, 0))
            running = running.resumer
            below = -1 if running is None else int(running.depth)
        return Where("", 0)


def all_protos(mains: Iterable[Proto]) -> list[Proto]:
    """The functions of some chunks, those inside others too."""
    found: list[Proto] = []
    for main in mains:
        found.append(main)
        found += all_protos(main.protos)
    return found
