"""The program's output and the messages of log points, as output events: each names the place and the step it is from.

Where lines go together in one event, its data has the step of each: `{t, steps}`, `t` being that of the first.
Everything is shown once, when it is first written; going back and forth does not repeat it.
"""

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from typing import Final

from debugger.dap.debuggee import Debuggee
from debugger.dap.fields import Json
from debugger.dap.program_input import Input
from debugger.dap.sources import Sources
from debugger.program_output import Written

_LARGEST: Final = 16_384
"""Bytes of an event, about; lines that one place writes in a row go together."""


_Piece = tuple[str, Written, int]
"""What is to be shown: in which category; log points' messages have numbers, so that each stands alone."""


def _moment(piece: _Piece) -> int:
    return piece[1].t


def _together(piece: _Piece) -> tuple[str, str, int, int]:
    """What the pieces of one event have in common."""
    category, written, number = piece
    return category, written.source, written.line, number


class Output:
    """Sends what is new."""

    def __init__(self, debuggee: Debuggee, sources: Sources, program_input: Input) -> None:
        self._debuggee = debuggee
        self._sources = sources
        self._input = program_input
        self._sent = 0
        self._errors_sent = 0

    def begin(self) -> None:
        """Another program begins; of one that has begun without us, what it has written is not ours to show."""
        self._sent = 0 if self._debuggee.host is None else len(self._debuggee.session.program_output.written())
        self._errors_sent = 0

    def cut(self) -> None:
        """A future has been given up, and what was written in it."""
        self._sent = min(self._sent, len(self._debuggee.session.program_output.written()))

    def skip(self) -> None:
        """The output is that of another branch: it has been shown, or is not new."""
        self._sent = len(self._debuggee.session.program_output.written())
        self._errors_sent = len(self._debuggee.session.program_output.errors)

    @property
    def is_behind(self) -> bool:
        """Whether there is something new."""
        session = self._debuggee.session
        output = session.program_output
        return bool(output.known(self._sent)) or len(output.errors) > self._errors_sent or session.has_logged

    def send(self) -> None:
        session = self._debuggee.session
        output = session.program_output
        new = output.written(self._sent)
        self._sent += len(new)
        for one in new:
            self._input.show(one.data)
        errors = output.errors[self._errors_sent :]
        self._errors_sent += len(errors)
        logged = (("console", Written(one.t, f"{one.text}\n".encode(), one.source, one.line), at)
                  for at, one in enumerate(session.take_logged(), 1))  # fmt: skip
        streams = ((category, one, 0) for category, pieces in (("stdout", new), ("stderr", errors)) for one in pieces)
        self._send(merge(sorted(streams, key=_moment), logged, key=_moment))

    def _send(self, pieces: Iterable[_Piece]) -> None:
        """Send pieces in the order in which they were written; messages of log points one by one."""
        for (category, source, line, _), group in groupby(pieces, key=_together):
            for steps, text in _joined(one for _, one, _ in group):
                self._event(category, text, source, line, steps)

    def _event(self, category: str, text: str, source: str, line: int, steps: list[int]) -> None:
        data: Json = {"t": steps[0], "steps": [*steps]}
        body: dict[str, Json] = {"category": category, "output": text, "data": data}
        if line:
            body["source"] = self._sources.describe(source)
            body["line"] = self._debuggee.conventions.line_out(line)
        self._debuggee.client.event("output", body)


def _joined(written: Iterable[Written]) -> Iterator[tuple[list[int], str]]:
    """Pieces together in texts of a moderate size, each with the steps that began its lines."""
    parts: list[bytes] = []
    steps: list[int] = []
    size = 0
    for one in written:
        begun = one.data.count(b"\n") - one.data.endswith(b"\n")
        if not parts or parts[-1].endswith(b"\n"):
            begun += 1
        steps += [one.t] * begun
        parts.append(one.data)
        size += len(one.data)
        if size >= _LARGEST:
            yield steps, b"".join(parts).decode("utf-8", "replace")
            parts, steps, size = [], [], 0
    if parts:
        yield steps, b"".join(parts).decode("utf-8", "replace")
