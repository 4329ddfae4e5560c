"""Threads, which are the program's coroutines, and the frames of each."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from debugger.dap.conventions import utf16_column
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.sources import Sources
from debugger.inspection import Frame
from debugger.values import coroutine_status
from engine.compiler.proto import Proto
from engine.runtime.coroutine import Coroutine

MAIN: Final = 1
"""The thread that is the main program."""


class Stack:
    """Answers what is asked about threads and frames.  A coroutine keeps its number for the whole run."""

    def __init__(self, debuggee: Debuggee, sources: Sources) -> None:
        self._debuggee = debuggee
        self._sources = sources
        self._numbers: dict[int, int] = {}  # of threads, by the identity of their coroutine
        self._found: list[Coroutine] | None = None
        self._alive: set[int] = set()  # the threads that the client knows of

    def commands(self) -> Commands:
        return {"threads": self._threads, "stackTrace": self._stack_trace}

    def begin(self) -> None:
        """Another program begins."""
        self._numbers = {int(self._debuggee.session.machine.main.born): MAIN}
        self._alive.clear()
        self.announce()

    def current(self) -> int:
        """The thread that runs at this moment."""
        return self._number(self._debuggee.session.machine.current)

    def announce(self) -> None:
        """Tell the client which threads have begun or ended, seen from the present moment."""
        self._found = None
        now = {self._number(co) for co in self._coroutines()}
        for number in sorted(self._alive - now):
            self._debuggee.client.event("thread", {"reason": "exited", "threadId": number})
        for number in sorted(now - self._alive):
            self._debuggee.client.event("thread", {"reason": "started", "threadId": number})
        self._alive = now

    def coroutine(self, number: int) -> Coroutine:
        """The coroutine that is a thread.  Raises Refused."""
        co = next((one for one in self._coroutines() if self._number(one) == number), None)
        if co is None:
            raise Refused(f"thread {number} does not exist at this moment")
        return co

    def _number(self, co: Coroutine) -> int:
        return self._numbers.setdefault(int(co.born), len(self._numbers) + 1)

    def _coroutines(self) -> list[Coroutine]:
        """Those of the present stop."""
        if self._found is None:
            self._found = self._debuggee.session.coroutines()
        return self._found

    def _threads(self, arguments: Fields) -> Body:
        if not self._debuggee.has_program or self._debuggee.is_moving:
            known = sorted(self._alive) or [MAIN]
            return {"threads": [{"id": number, "name": _name(number)} for number in known]}
        machine = self._debuggee.session.machine
        found: list[Json] = []
        for co in self._coroutines():
            number = self._number(co)
            status = "" if co is machine.current else f" ({coroutine_status(machine, co)})"
            found.append({"id": number, "name": _name(number) + status})
        return {"threads": found}

    def _stack_trace(self, arguments: Fields) -> Body:
        session = self._debuggee.stopped
        co = self.coroutine(arguments.integer("threadId"))
        start = max(arguments.integer("startFrame", 0), 0)
        levels = arguments.integer("levels", 0)
        walk: Iterator[Frame] = session.walk_frames(co)
        frames = list(islice(walk, start, start + levels if levels > 0 else None))
        found: list[Json] = [self._describe(frame) for frame in frames]
        is_all = levels <= 0 or len(frames) < levels
        return {"stackFrames": found, "totalFrames": start + len(frames) if is_all else self._at_most(co)}

    def _at_most(self, co: Coroutine) -> int:
        """How many frames there are, or a few more: of those that are not shown only the host's call is taken off.

        VS Code asks for one frame first, and then for the others; of one that does not come it may go on to say that
        it can be loaded.
        """
        below = int(co.functions[0] is self._debuggee.session.machine.entry)
        return int(co.depth) + 1 - below

    def _describe(self, frame: Frame) -> Body:
        conventions = self._debuggee.conventions
        number = self._debuggee.frames.number(frame, (frame.identity, frame.pc))
        closure = frame.closure
        if closure is None:
            return {"id": number, "name": frame.name, "line": 0, "column": 0, "presentationHint": "subtle"}
        line = frame.line
        column = 1
        if not frame.innermost or not _begins_line(closure.proto, frame.pc):
            column = utf16_column(self._sources.line(frame.source, line), int(closure.proto.columns[frame.pc]))
        return {
            "id": number,
            "name": frame.name,
            "source": self._sources.describe(frame.source),
            "line": conventions.line_out(line),
            "column": conventions.column_out(column),
            "instructionPointerReference": self._debuggee.addresses.of(closure.proto, frame.pc),
        }


def _begins_line(proto: Proto, pc: int) -> bool:
    return pc == 0 or bool(proto.lines[pc] != proto.lines[pc - 1])


def _name(number: int) -> str:
    return "main" if number == MAIN else f"coroutine {number - 1}"
