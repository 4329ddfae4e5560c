"""Records a run: writes the recording while the program runs.

A chunk goes to the file, at one go and past all buffers, every tenth of a second of execution, before the program
waits for the outside world, and when much has come together.  So of a process that is killed all but the last chunk is
there.  Relies on `recording_format`.

Ctrl-C must be repeatable.  While the program is recorded it is noticed between two instructions, or where the program
waits for the outside world, and nowhere else.
"""

import contextlib
import os
import platform
import signal
import threading
import time
from array import array
from collections.abc import Iterator
from typing import BinaryIO, Final

from engine.build_info import VERSION
from engine.history.event_log import INTERRUPT, EventLog, Witness
from engine.host.program import Finished
from engine.host.recording import KEPT_SUM, mark, run_logged, write_sum
from engine.host.recording_format import (
    DONE,
    HEAD,
    PART,
    End,
    Header,
    Mark,
    Part,
    Program,
    RecordingError,
    file_start,
    is_recording,
    pack_chunk,
)
from engine.host.vm import VM
from engine.runtime.host import Host
from engine.vm.machine import Machine

INTERVAL: Final = 0.1
"""Seconds between two chunks, if there is no other reason for one."""

MANY: Final = 10_000
"""Events, or writes, that a chunk holds at most (those of a single instruction aside)."""

LARGE: Final = 1_000_000
"""Bytes of input after which a chunk is written."""

# A state hash is taken when it has become cheap: a fiftieth of the time since the last.  What it costs is known from
# how much the program has allocated.
_HASH_SHARE: Final = 0.02
_HASH_BYTES_A_SECOND: Final = 5_000_000
_LAST_HASH_SECONDS: Final = 0.05


class Recorder(Witness):
    """Writes the recording of one run to a file.  `interval` is the INTERVAL.

    `problem` says why the recording could not be written to its end; the program runs on all the same.
    """

    def __init__(self, path: str, program: Program, interval: float = INTERVAL) -> None:
        """Begin a recording.  Raises RecordingError, also if the file exists and is no recording."""
        self.path = path
        self.problem = ""
        self._program = program
        self._interval = interval
        self._log = EventLog()
        self._log.witness = self
        self._until = -1  # of the last chunk
        self._known = 0  # events that have been looked at for their size
        self._large = 0  # bytes of input that wait to be written
        self._total = 0  # the sum of all writes
        self._writes = 0
        self._written = array("q")
        self._sums = array("H")
        self._marks: list[Mark] = []
        self._flushed = self._hashed = self._started = time.monotonic()
        self._interrupted = False
        self._file = _open(path)
        header = Header(program, VERSION, platform.python_version(), platform.platform())
        self._put(file_start() + pack_chunk(HEAD, header.fields()))
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
            status = run_logged(self._program, self._log, Host(stdin, stdout, stderr), stdin, stderr, note_end)
            self._finish(ended[0], status)
        return status

    # -- as a witness ----------------------------------------------------------------------------

    def before_question(self) -> None:
        if self._is_due():
            self._flush_amid_step()
        self._raise_interrupt()

    def wrote(self, stream: int, data: bytes) -> None:
        self._total = write_sum(self._total, stream, data)
        self._written.append(self._log.now())
        self._sums.append(self._total & KEPT_SUM)
        if len(self._written) >= MANY:
            self._flush_amid_step()

    def look(self, machine: Machine) -> None:
        if self._is_due():
            now = time.monotonic()
            with_state = (now - self._hashed) * _HASH_SHARE >= machine.allocated / _HASH_BYTES_A_SECOND
            if with_state:
                self._hashed = now
            self._marks.append(mark(machine, with_state))
            self._flush(int(machine.t))
        if self._interrupted:
            self._log.add(INTERRUPT, None)
        self._raise_interrupt()

    # -- writing ---------------------------------------------------------------------------------

    def _is_due(self) -> bool:
        """Whether it is time to write a chunk."""
        events = self._log.events
        while self._known < len(events):
            value = events[self._known].value
            if isinstance(value, bytes):
                self._large += len(value)
            self._known += 1
        if self._large >= LARGE or len(events) >= MANY:
            return True
        return time.monotonic() - self._flushed >= self._interval

    def _flush_amid_step(self) -> None:
        """Write what is new, while the present step goes on."""
        self._flush(max(self._until, self._log.now() - 1))

    def _flush(self, until: int) -> None:
        """Write what is new to the file; all of it up to step `until` is known."""
        events = self._log.drain()
        self._known = self._large = 0
        if events or self._written or self._marks or until > self._until:
            part = Part(until, events, list(zip(self._written, self._sums, strict=True)), self._marks)
            self._writes += len(self._written)
            self._written = array("q")
            self._sums = array("H")
            self._marks = []
            self._put(pack_chunk(PART, part.fields()))
        self._until = until
        self._flushed = time.monotonic()

    def _finish(self, vm: VM, status: int) -> None:
        machine = vm.machine
        self._flush(int(machine.t))
        affordable = max(_LAST_HASH_SECONDS, (time.monotonic() - self._started) * _HASH_SHARE)
        last = mark(machine, machine.allocated / _HASH_BYTES_A_SECOND <= affordable)
        self._put(pack_chunk(DONE, End(status, vm.last_words, self._writes, last).fields()))

    def _put(self, data: bytes) -> None:
        if self.problem:
            return
        try:
            while data:
                data = data[self._file.write(data) :]
        except OSError as error:
            self.problem = error.strerror or str(error)

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
        if self._log.asking:
            raise KeyboardInterrupt
        self._interrupted = True

    def _raise_interrupt(self) -> None:
        if self._interrupted:
            self._interrupted = False
            raise KeyboardInterrupt


def _open(path: str) -> BinaryIO:
    """A new file, or one in the place of an older recording.  Raises RecordingError."""
    try:
        if os.path.isfile(path) and os.path.getsize(path) > 0 and not is_recording(path):
            raise RecordingError(f"{path}: the file exists, and is no recording; it is left as it is")
        return open(path, "wb", buffering=0)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from None
