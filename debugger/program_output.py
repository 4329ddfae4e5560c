"""What the program writes, each piece with the step and the place that wrote it.

Standard output is part of the machine's state (`Machine.output`); this adds the places.  Standard error is kept whole:
what was written to it stays written, whatever moment is looked at.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from debugger.breakpoints import source_path
from engine.host.recorded_output import RecordedOutput
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


@dataclass(frozen=True)
class Written:
    """A piece of output: by which step, from which place (line 0 where no Lua function runs)."""

    t: int
    data: bytes
    source: str
    line: int


class ProgramOutput:
    """Takes what a machine's program writes.  `machine` is set as soon as there is one.

    Of a `recorded` run it is known from the start; it is shown as far as the machine has come.  Where the machine has
    been put at a later moment at once, the places of what was written before are not known.
    """

    def __init__(self) -> None:
        self.machine: Machine | None = None
        self.stdout = _Stream(self._note_output)
        self.stderr = _Stream(self._note_error)
        self.recorded: RecordedOutput | None = None
        self._errors: list[Written] = []
        self._places: dict[int, tuple[str, int]] = {}  # by step
        self._furthest = 0, 0  # in a recorded run: the latest moment that was looked at, and the pieces written by then

    @property
    def errors(self) -> list[Written]:
        """Standard error, as far as it has been written."""
        if self.recorded is None:
            return self._errors
        t, _ = self._now()
        return [self._placed(piece) for piece in self.recorded.errors(t)]

    def pieces(self) -> list[tuple[int, bytes]]:
        """Standard output up to the present moment, each piece with its step."""
        machine = self.machine
        if machine is None:
            return []
        if self.recorded is None:
            return machine.output[: machine.output_count]
        return self.recorded.output(0, int(machine.output_count))

    def written(self, start: int = 0) -> list[Written]:
        """Standard output up to the newest moment, or the latest of a recorded run, from its `start`-th piece on."""
        return [self._placed(piece) for piece in self.known(start)]

    def known(self, start: int = 0) -> list[tuple[int, bytes]]:
        """The pieces of `written`, each with its step alone."""
        if self.machine is None:
            return []
        if self.recorded is None:
            return self.machine.output[start:]
        return self.recorded.output(start, self._now()[1])

    def everything(self) -> tuple[list[Written], list[Written]]:
        """Standard output and standard error up to the newest moment, of a recorded run up to its end."""
        if self.recorded is None:
            return self.written(), self.errors
        pieces = self.recorded.output(0, sys.maxsize), self.recorded.errors(sys.maxsize)
        return [self._placed(one) for one in pieces[0]], [self._placed(one) for one in pieces[1]]

    def _now(self) -> tuple[int, int]:
        machine = self.machine
        assert machine is not None
        self._furthest = max(self._furthest, (int(machine.t), int(machine.output_count)))
        return self._furthest

    def _placed(self, piece: tuple[int, bytes]) -> Written:
        t, data = piece
        return Written(t, data, *self._places.get(t, ("", 0)))

    def save(self) -> object:
        """What belongs to the branch of time that is active."""
        return dict(self._places), list(self._errors)

    def restore(self, saved: object) -> None:
        """Another branch is active, with what `save` returned for it."""
        assert isinstance(saved, tuple)
        self._places, self._errors = dict(saved[0]), list(saved[1])

    def _note_output(self, data: bytes) -> None:
        machine = self.machine
        if machine is not None and (self.recorded is not None or not machine.replaying):
            self._places[int(machine.t)] = place(machine)

    def _note_error(self, data: bytes) -> None:
        machine = self.machine
        if machine is None or (self.recorded is None and machine.replaying):
            return
        self._places[int(machine.t)] = place(machine)
        if self.recorded is None:
            self._errors.append(Written(int(machine.t), data, *place(machine)))


class _Stream(io.BytesIO):
    """A stream that hands on what is written to it, and keeps nothing."""

    def __init__(self, note: Callable[[bytes], None]) -> None:
        super().__init__()
        self._note = note

    def write(self, data: "ReadableBuffer", /) -> int:
        copied = bytes(data)
        self._note(copied)
        return len(copied)


def place(machine: Machine) -> tuple[str, int]:
    """The source and line of the innermost Lua function, while a native that it called runs."""
    co: Coroutine | None = machine.current
    while co is not None:
        for level in range(co.depth, -1, -1):
            function = co.functions[level]
            if isinstance(function, LuaClosure) and not function.proto.is_library:
                pc = min(max(int(co.pcs[level]) - 1, 0), len(function.proto.lines) - 1)
                return source_path(function.proto), int(function.proto.lines[pc])
        co = co.resumer
    return "", 0
