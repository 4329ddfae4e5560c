"""A flight recorder: keeps the last of what a VM does in memory, as a recording that is written when it is wanted.

For programs that embed Lua::

    flight = FlightRecorder(steps=50_000_000, on_error="crash.mwk")
    vm = VM(log=flight.log)

The file opens in the debugger (`moonwalk debug crash.mwk`), which then reaches each of those last steps.  It begins
with the oldest checkpoint that is kept.  A checkpoint is made whenever the host calls a function, and while one runs
for long; what `VM.define_function` makes can be in one, other functions and userdata of the host
cannot, and end the flight recorder's work (`problem`).
"""

import os
import signal
import types
from collections import deque
from dataclasses import replace
from typing import Final

from engine.history.code_table import CodeTable, LoadedChunk
from engine.host.recorder import header_for
from engine.host.recording_contents import (
    CALLED,
    FAILED,
    Base,
    BasePlace,
    Code,
    Index,
    Part,
    PartPlace,
    Program,
    place_of,
)
from engine.host.recording_format import (
    BASE,
    CODE,
    HEAD,
    INDX,
    PART,
    RecordingError,
    file_start,
    is_recording,
    pack_chunk,
)
from engine.host.tape import INTERVAL, Tape
from engine.syntax.dialects import DIALECTS, Dialect
from engine.vm.machine import Machine

STEPS: Final = 20_000_000
"""Steps that are kept at least, if there is room for them."""

MAX_BYTES: Final = 64_000_000
"""Bytes that are kept at most."""

_PIECES: Final = 4
"""Checkpoints in the steps that are kept, about."""


class _Stretch:
    """What is kept of the run from a checkpoint to the next."""

    def __init__(self, base: Base, code: list[LoadedChunk]) -> None:
        self.point: Final = base.point
        self.library: Final = base.library
        self.base: Final = pack_chunk(BASE, base.fields(), 1)
        self.code: Final = code
        self.parts: Final[list[tuple[PartPlace, bytes]]] = []
        self.size = len(self.base) + sum(len(chunk.data) + len(chunk.text) for chunk in code)

    def add(self, part: Part) -> None:
        data = pack_chunk(PART, part.fields())
        self.parts.append((place_of(0, part), data))
        self.size += len(data)


class FlightRecorder(Tape):
    """Keeps the last `steps` of a VM, in `max_bytes` at most.  A VM gets its `log`.

    With `on_error`, that file is written whenever an error leaves the VM.
    """

    def __init__(
        self,
        *,
        steps: int = STEPS,
        max_bytes: int = MAX_BYTES,
        on_error: str | None = None,
        interval: float = INTERVAL,
    ) -> None:
        super().__init__(interval)
        self._steps = steps
        self._max_bytes = max_bytes
        self._on_error = on_error
        self._machine: Machine | None = None
        self._set_up: Final = Part(0, 0, [], [], [])  # what the libraries asked
        self._stretches: deque[_Stretch] = deque()
        self._chunks: dict[int, LoadedChunk] = {}  # those that the last checkpoint names
        self.problem_of_file = ""  # why the last file that was asked for has not been written
        self._is_running = False
        self._wanted: str | None = None  # the file that is to be written as soon as the machine can be looked at

    @property
    def problem(self) -> str:
        """Why nothing is recorded any more; empty if all is well."""
        return self.problem_of_bases

    @property
    def oldest(self) -> int:
        """The oldest step that is kept; -1 if none is."""
        return self._stretches[0].point.t if self._stretches else -1

    @property
    def bytes_used(self) -> int:
        return sum(stretch.size for stretch in self._stretches)

    # -- writing ---------------------------------------------------------------------------------

    def dump(self, path: str) -> None:
        """Write a recording of what is kept.  Raises RecordingError.  Not while the VM runs (see `ask_for`)."""
        machine = self._machine
        if machine is None or not self._stretches:
            raise RecordingError(f"{path}: nothing has been recorded{': ' if self.problem else ''}{self.problem}")
        self.flush(int(machine.t))
        try:
            if os.path.isfile(path) and os.path.getsize(path) > 0 and not is_recording(path):
                raise RecordingError(f"{path}: the file exists, and is no recording; it is left as it is")
            with open(path, "wb") as file:
                file.write(self._file(machine.dialect))
        except OSError as error:
            raise RecordingError(f"{path}: {error.strerror}") from None

    def ask_for(self, path: str) -> None:
        """Have a recording written, at once or as soon as the VM can be looked at.  Signal handlers may call this."""
        if self._is_running:
            self._wanted = path
        else:
            self.dump(path)

    def dump_on_signal(self, number: signal.Signals, path: str) -> None:
        """Write the file whenever the process gets a signal, SIGUSR1 for one."""

        def handle(number: int, frame: types.FrameType | None) -> None:
            self.ask_for(path)

        signal.signal(number, handle)

    def _file(self, dialect: Dialect) -> bytes:
        """The recording: its parts are those of the set-up, and of the stretches."""
        key = next(key for key, known in DIALECTS.items() if known is dialect)
        header = replace(header_for(Program(key, None, (), (), ())), is_end=True)
        pieces = [file_start(), pack_chunk(HEAD, header.fields())]
        size = sum(map(len, pieces))
        parts: list[PartPlace] = []
        bases: list[BasePlace] = []

        def put(data: bytes) -> int:
            nonlocal size
            pieces.append(data)
            size += len(data)
            return size - len(data)

        first = self._stretches[0].point
        for part in (self._set_up, Part(first.events, first.t, [], [], [])):
            parts.append(place_of(put(pack_chunk(PART, part.fields())), part))
        written: set[int] = set()
        for stretch in self._stretches:
            code = [chunk for chunk in stretch.code if chunk.first not in written]
            written.update(chunk.first for chunk in code)
            if code:
                put(pack_chunk(CODE, Code(code).fields()))
            bases.append(BasePlace(put(stretch.base), stretch.library, stretch.point))
            parts += [replace(place, at=put(data)) for place, data in stretch.parts]
        put(pack_chunk(INDX, Index(parts, bases).fields()))
        return b"".join(pieces)

    # -- as a tape -------------------------------------------------------------------------------

    def begin(self, machine: Machine) -> None:
        super().begin(machine)
        self.flush(0)
        self._machine = machine

    def put_part(self, part: Part) -> None:
        if self._machine is None:
            self._set_up.events.extend(part.events)
        elif self._stretches and not self.problem:
            self._stretches[-1].add(part)
            self._drop()

    def put_base(self, base: Base, code: CodeTable, used: list[int]) -> int:
        self._chunks = {first: self._chunks.get(first) or code.chunk(first) for first in used}
        stretch = _Stretch(base, list(self._chunks.values()))
        self._stretches.append(stretch)
        self._drop()
        return len(stretch.base)

    def _drop(self) -> None:
        """Forget the oldest stretches that are not needed, or for which there is no room."""
        stretches = self._stretches
        while len(stretches) > 1:
            kept = self.log.now() - stretches[1].point.t
            if kept < self._steps and self.bytes_used <= self._max_bytes:
                break
            stretches.popleft()

    def add_mark(self, machine: Machine, now: float) -> None:
        """There is no replay from the beginning that could be verified."""

    def is_base_due(self, now: float) -> bool:
        """In time, so that the oldest stretch can be given up."""
        if not self._stretches or not self.is_affordable(now):
            return False
        last = self._stretches[-1]
        return self.log.now() - last.point.t >= self._steps // _PIECES or last.size >= self._max_bytes // _PIECES

    # -- as a witness ----------------------------------------------------------------------------

    def called(self, machine: Machine) -> None:
        self._is_running = True
        self.write_base(machine, self.point(machine, CALLED))

    def look(self, machine: Machine) -> None:
        super().look(machine)
        self._answer()

    def ended(self, machine: Machine, by_exit: bool) -> None:
        self._is_running = False
        failed = machine.failure is not None
        if failed:
            self.write_base(machine, self.point(machine, FAILED))
            if self._on_error is not None and not self.problem:
                self._wanted = self._on_error
        self._answer()

    def _answer(self) -> None:
        """Write the file that was asked for; there is nobody to tell if that fails but `problem_of_file`."""
        path = self._wanted
        if path is not None:
            self._wanted = None
            try:
                self.dump(path)
            except RecordingError as problem:
                self.problem_of_file = str(problem)
