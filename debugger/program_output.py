"""What the program writes, each piece with the step and the place that wrote it.

Standard output is part of the machine's state (`Machine.output`); this adds the places.  Standard error is kept whole:
what was written to it stays written, whatever moment is looked at.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from debugger.breakpoints import source_path
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
    """Takes what a machine's program writes.  `machine` is set as soon as there is one."""

    def __init__(self) -> None:
        self.machine: Machine | None = None
        self.stdout = _Stream(self._note_output)
        self.stderr = _Stream(self._note_error)
        self.errors: list[Written] = []
        self._places: list[tuple[str, int]] = []  # those of machine.output

    def written(self, start: int = 0) -> list[Written]:
        """Standard output up to the newest moment, from its `start`-th piece on."""
        if self.machine is None:
            return []
        pieces = self.machine.output[start:]
        places = self._places[start:]
        places += [("", 0)] * (len(pieces) - len(places))  # a stream that is not ours has them
        return [
            Written(t, data, source, line) for (t, data), (source, line) in zip(pieces, places, strict=False)
        ]

    def save(self) -> object:
        """What belongs to the branch of time that is active."""
        return list(self._places), list(self.errors)

    def restore(self, saved: object) -> None:
        """Another branch is active, with what `save` returned for it."""
        assert isinstance(saved, tuple)
        self._places, self.errors = list(saved[0]), list(saved[1])

    def _note_output(self, data: bytes) -> None:
        machine = self.machine
        if machine is None or machine.replaying:
            return
        del self._places[machine.output_count - 1 :]
        self._places.append(place(machine))

    def _note_error(self, data: bytes) -> None:
        machine = self.machine
        if machine is None or machine.replaying:
            return
        self.errors.append(Written(int(machine.t), data, *place(machine)))


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
