"""Records a run: writes the recording while the program runs.

Chunks go to the file at one go and past all buffers.  So of a process that is killed all but the last chunk is there.
Relies on `tape` for when, and on `recording_format` for how.

Ctrl-C must be repeatable.  While the program is recorded it is noticed between two instructions, or where the program
waits for the outside world, and nowhere else.
"""

import contextlib
import os
import platform
import signal
import threading
import time
from collections.abc import Iterator
from typing import BinaryIO, Final

from engine.build_info import VERSION
from engine.history.code_table import CodeTable
from engine.history.event_log import INTERRUPT
from engine.host.program import Finished
from engine.host.recording import mark, run_logged
from engine.host.recording_contents import (
    Base,
    BasePlace,
    Code,
    End,
    Header,
    Index,
    Part,
    PartPlace,
    Program,
    place_of,
)
from engine.host.recording_format import (
    BASE,
    CODE,
    DONE,
    HEAD,
    INDX,
    PART,
    RecordingError,
    file_start,
    is_recording,
    pack_chunk,
)
from engine.host.tape import INTERVAL, Tape
from engine.host.vm import VM
from engine.runtime.host import Host
from engine.vm.machine import Machine

_PLACES: Final = 500
"""Parts after which an index is written, if there is no other reason for one."""

# What a hash of the last state may cost: these seconds, or this share of the whole time.
_LAST_HASH_SECONDS: Final = 0.05
_HASH_SHARE: Final = 0.02
_HASH_BYTES_A_SECOND: Final = 5_000_000


class Recorder(Tape):
    """Writes the recording of one run to a file.  `interval` is the INTERVAL.

    `problem` says why the recording could not be written to its end; the program runs on all the same.
    """

    def __init__(self, path: str, program: Program, interval: float = INTERVAL) -> None:
        """Begin a recording.  Raises RecordingError, also if the file exists and is no recording."""
        super().__init__(interval)
        self.path = path
        self.problem = ""
        self._program = program
        self._interrupted = False
        self._size = 0
        self._parts: list[PartPlace] = []  # what is to go into the next index
        self._bases: list[BasePlace] = []
        self._written_code: set[int] = set()  # the chunks of Lua that are in the file
        self._file = _open(path)
        self._put(file_start())
        self._put(pack_chunk(HEAD, header_for(program).fields()))
        if self.problem:
            self._file.close()
            raise RecordingError(f"{path}: {self.problem}")

    def run(self, stdin: BinaryIO, stdout: BinaryIO, stderr: BinaryIO, finished: Finished | None = None) -> int:
        """Run the program, which gets these streams; `finished` is as for `run_program`.  The exit status."""
        ended: list[VM] = []

        def note_end(vm: VM, seconds: float) -> int:
            ended.append(vm)
            return 0 if finished is None else finished(vm, seconds)

        with self._file, self._catching_interrupts():
            status = run_logged(self._program, self.log, Host(stdin, stdout, stderr), stdin, stderr, note_end)
            self._finish(ended[0], status)
        return status

    # -- as a witness ----------------------------------------------------------------------------

    def before_question(self) -> None:
        super().before_question()
        self._raise_interrupt()

    def look(self, machine: Machine) -> None:
        super().look(machine)
        if self._interrupted:
            self.log.add(INTERRUPT, None)
        self._raise_interrupt()

    # -- writing ---------------------------------------------------------------------------------

    def put_part(self, part: Part) -> None:
        self._parts.append(place_of(self._put(pack_chunk(PART, part.fields())), part))
        if len(self._parts) >= _PLACES:
            self._put_index()

    def put_base(self, base: Base, code: CodeTable, used: list[int]) -> int:
        new = [first for first in used if first not in self._written_code]
        if new:
            self._put(pack_chunk(CODE, Code([code.chunk(first) for first in new]).fields()))
        self._written_code = set(used)  # others are not used again
        chunk = pack_chunk(BASE, base.fields(), 1)
        self._bases.append(BasePlace(self._put(chunk), base.library, base.point))
        self._put_index()
        return len(chunk)

    def _put_index(self) -> None:
        """Write where the chunks since the last index are."""
        self._put(pack_chunk(INDX, Index(self._parts, self._bases).fields()))
        self._parts, self._bases = [], []

    def _finish(self, vm: VM, status: int) -> None:
        machine = vm.machine
        self.flush(int(machine.t))
        affordable = max(_LAST_HASH_SECONDS, (time.monotonic() - self.started) * _HASH_SHARE)
        last = mark(machine, machine.allocated / _HASH_BYTES_A_SECOND <= affordable)
        self._put_index()
        self._put(pack_chunk(DONE, End(status, vm.last_words, self.writes, last, self.stop).fields()))

    def _put(self, data: bytes) -> int:
        """Write to the file; at which byte that is."""
        at = self._size
        self._size += len(data)
        if not self.problem:
            try:
                while data:
                    data = data[self._file.write(data) :]
            except OSError as error:
                self.problem = error.strerror or str(error)
        return at

    # -- Ctrl-C ----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _catching_interrupts(self) -> Iterator[None]:
        """Only the main thread gets them, and only if they are not ignored."""
        is_main = threading.current_thread() is threading.main_thread()
        if not is_main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            yield
            return
        signal.signal(signal.SIGINT, self._note_interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _note_interrupt(self, number: int, frame: object) -> None:
        if self.log.asking:
            raise KeyboardInterrupt
        self._interrupted = True

    def _raise_interrupt(self) -> None:
        if self._interrupted:
            self._interrupted = False
            raise KeyboardInterrupt


def header_for(program: Program) -> Header:
    """What a recording that is made here and now begins with."""
    return Header(program, VERSION, platform.python_version(), platform.platform())


def _open(path: str) -> BinaryIO:
    """A new file, or one in the place of an older recording.  Raises RecordingError."""
    try:
        if os.path.isfile(path) and os.path.getsize(path) > 0 and not is_recording(path):
            raise RecordingError(f"{path}: the file exists, and is no recording; it is left as it is")
        return open(path, "wb", buffering=0)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from None
