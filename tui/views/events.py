"""The events of a run as rows: what it learned from outside, what it wrote, the errors, the chunks that it loaded, the
switches between coroutines; each leads to its moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from debugger.queries.results import Switch
from debugger.session import Session
from debugger.values import quoted
from tui.spans import Line, printable
from tui.views.entries import Entry, hint, moment_span
from tui.views.moment import name_of_coroutine, short_name
from tui.views.rows import Rows

_LONGEST: Final = 60


@dataclass(frozen=True)
class Happened:
    """Something at a moment: its kind, and in words what it was.  `is_error` also of one that was caught."""

    t: int
    kind: str
    text: str
    source: str = ""
    line: int = 0
    is_error: bool = False


class Events(Rows[Entry]):
    """All events by time.  `found` are those that a search of the run has brought to light (see `learn`)."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.found: list[Happened] = []
        self.searched = -1  # the newest moment, when the run was searched
        self._all: list[Happened] = []
        self._known: tuple[int, ...] = ()
        self._now = 0

    def learn(self, found: Sequence[Happened]) -> None:
        """What a search of the run has brought to light."""
        self.found = list(found)
        self.searched = self.session.newest

    def forget(self) -> None:
        """The run is another one."""
        self.found = []
        self.searched = -1

    def update(self) -> None:
        """Take note of what is new, and of where the present is."""
        session = self.session
        log, output = session.vm.log, session.program_output
        errors = len(session.errors.between(0, session.newest))
        branch, chunks = session.branches.active.number, len(session.machine.chunks)
        written = len(session.machine.output), len(output.errors)
        known = (branch, chunks, len(log.events), *written, len(self.found), errors)
        if known != self._known:
            self._known = known
            self._all = sorted(self._collected(), key=lambda one: one.t)
        self._now = sum(1 for one in self._all if one.t <= session.t)

    def _collected(self) -> list[Happened]:
        session = self.session
        found = list(self.found)
        for t in session.errors.between(0, session.newest):
            error = session.formatter.show(session.errors.value_at(t), _LONGEST)
            found.append(Happened(t, "caught", error, is_error=True))
        for event in session.vm.log.events:
            told = "" if event.failure is None else str(event.failure) or type(event.failure).__name__
            if event.kind == "source" and isinstance(event.value, bytes):
                told = told or f"{len(event.value)} bytes"
            found.append(Happened(event.t, event.kind, told or _text(event.value)))
        for load in session.query.loads():
            functions = "one function" if load.functions == 1 else f"{load.functions} functions"
            found.append(Happened(load.t, "load", functions, load.source))
        for piece in session.program_output.written():
            found.append(Happened(piece.t, "print", _text(piece.data), piece.source, piece.line))
        for piece in session.program_output.errors:
            found.append(Happened(piece.t, "stderr", _text(piece.data), piece.source, piece.line))
        return found

    @property
    def now(self) -> int:
        """The row of the last event that has happened at the present moment."""
        return max(self._now - 1, 0)

    def __len__(self) -> int:
        return max(len(self._all), 1)

    def row(self, at: int) -> Entry:
        if not self._all:
            return hint("nothing has happened: no output, no input, no error")[0]
        return self._entry(self._all[at], at < self._now)

    def _entry(self, one: Happened, is_past: bool) -> Entry:
        sign = ("error", "✖ ") if one.is_error else ("now", "• ") if is_past else ("faint", "◦ ")
        text = ("error" if one.is_error else "" if is_past else "later", printable(one.text))
        line: Line = [moment_span(one.t), sign, ("keyword", f"{one.kind:<10} "), text]
        if one.source:
            line.append(("faint", f"  {short_name(one.source)}" + (f":{one.line}" if one.line else "")))
        return Entry(line, t=one.t)


def switched(session: Session, found: Sequence[Switch]) -> list[Happened]:
    """Switches between coroutines as events."""
    return [
        Happened(
            one.t, one.kind, f"{name_of_coroutine(session, one.coroutine)} → {name_of_coroutine(session, one.other)}"
        )
        for one in found
    ]


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return quoted(value, _LONGEST)
    return "nil" if value is None else str(value)[:_LONGEST]
