"""Turns what a run does into the chunks of a recording, while it runs.

A `Tape` is the witness of the run's log.  A chunk is made every tenth of a second of execution, before the program
waits for the outside world, and when much has come together.  Checkpoints are made at a pace that bounds what they
cost: of the time a tenth at most, and of bytes the less the longer the run is, so that all of them together grow with
the logarithm of its length.  `recorder` writes the chunks to a file, `flight` keeps the last of them in memory.
"""

import time
from array import array
from typing import Final

from engine.compiler.proto import Proto
from engine.history.code_table import CodeTable
from engine.history.event_log import OTHER_STREAM, STANDARD_OUTPUT, EventLog, Witness
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_form import CannotBeWritten
from engine.history.snapshot_writer import write_snapshot
from engine.host.caught import is_caught
from engine.host.functions import driver_code
from engine.host.recording import KEPT_SUM, mark, write_sum
from engine.host.recording_contents import (
    EXITED,
    FAILED,
    FINISHED,
    GOES_ON,
    Base,
    Mark,
    Part,
    Point,
)
from engine.host.recording_format import pack_data
from engine.runtime.values import LuaError
from engine.vm.machine import Machine

INTERVAL: Final = 0.1
"""Seconds between two chunks, if there is no other reason for one."""

MANY: Final = 10_000
"""Events, or writes, that a chunk holds at most (those of a single instruction aside)."""

LARGE: Final = 1_000_000
"""Bytes of input and output after which a chunk is written."""

# A state hash is taken when it has become cheap: a fiftieth of the time since the last.  What it costs is known from
# how much the program has allocated.
_HASH_SHARE: Final = 0.02
_HASH_BYTES_A_SECOND: Final = 5_000_000

# A checkpoint is made when so many seconds have passed since the last: these at least,
_SHORTEST: Final = 0.25
# so many times what the last one took,
_TIMES_ITS_COST: Final = 10
# and the length of the run times the part of this many bytes that the last one had.
_BYTES: Final = 16_000_000


class Tape(Witness):
    """Makes the chunks of one run.  `interval` is the INTERVAL.  Abstract: a subclass keeps the chunks."""

    def __init__(self, interval: float = INTERVAL) -> None:
        self.log: Final = EventLog()
        self.log.witness = self
        self.started: Final = time.monotonic()
        self.writes = 0  # how many have been put into parts
        self.stop: Point | None = None  # where the program came to its end
        self._interval = interval
        self._until = -1  # of the last part
        self._known = 0  # events that have been looked at for their size
        self._large = 0  # bytes of input and output that wait to be written
        self._total = 0  # the sum of all writes
        self._written = array("q")
        self._sums = array("H")
        self._said: list[tuple[int, int, bytes]] = []
        self._raised = array("q")  # before which steps errors were raised that something caught
        self._marks: list[Mark] = []
        self._flushed = self._hashed = self.started
        # Checkpoints.
        self.problem_of_bases = ""  # why the state cannot be written
        self._library: LibraryObjects | None = None
        self._fingerprint = b""
        self._code: CodeTable | None = None
        self._text = b"", b""  # the path and contents of the file that was read last
        self._events = 0  # how many have been put into parts
        self._shown = 0  # pieces of standard output so far
        self._based = self.started  # when the last checkpoint was ready
        self._base_seconds = 0.0  # what it took
        self._base_bytes = 0

    # -- for subclasses --------------------------------------------------------------------------

    def put_part(self, part: Part) -> None:
        raise NotImplementedError

    def put_base(self, base: Base, code: CodeTable, used: list[int]) -> int:
        """Keep a checkpoint that names these chunks of the code table; its size in bytes."""
        raise NotImplementedError

    # -- as a witness ----------------------------------------------------------------------------

    def begin(self, machine: Machine) -> None:
        self._library = LibraryObjects(machine)
        self._fingerprint = self._library.fingerprint()
        self._code = CodeTable(machine, self._library)
        self._code.add_host_code(driver_code())
        machine.on_chunk = self._note_chunk

        def note_error(error: LuaError) -> bool:
            if is_caught(machine.current):
                self._raised.append(int(machine.t) - 1)
            return False

        machine.on_error = note_error

    def before_question(self) -> None:
        if self.is_due():
            self._flush_amid_step()

    def wrote(self, stream: int, data: bytes) -> None:
        now = self.log.now()
        self._total = write_sum(self._total, stream, data)
        self._written.append(now)
        self._sums.append(self._total & KEPT_SUM)
        if stream != OTHER_STREAM:
            self._said.append((now, stream, bytes(data)))
            self._large += len(data)
            if stream == STANDARD_OUTPUT:
                self._shown += 1
        if len(self._written) >= MANY or self._large >= LARGE:
            self._flush_amid_step()

    def read_text(self, path: bytes, text: bytes) -> None:
        self._text = path, text

    def look(self, machine: Machine) -> None:
        now = time.monotonic()
        if self.is_due():
            self.add_mark(machine, now)
            self.flush(int(machine.t))
        if self.is_base_due(now):
            self.write_base(machine, self.point(machine, GOES_ON))

    def ended(self, machine: Machine, by_exit: bool) -> None:
        if machine.closing or (self.stop is not None and self.stop.ending != FINISHED):
            return  # what comes after the program's end
        results, running = machine.results, machine.running
        if by_exit:
            machine.results, machine.running = [], None  # as a debugger will have it
        self.stop = self.point(machine, EXITED if by_exit else FINISHED if machine.failure is None else FAILED)
        seconds = time.monotonic() - self.started
        if self._base_seconds <= _SHORTEST or self._base_seconds * _TIMES_ITS_COST <= seconds:
            self.write_base(machine, self.stop)
        machine.results, machine.running = results, running

    # -- parts -----------------------------------------------------------------------------------

    def is_due(self) -> bool:
        """Whether it is time to write a chunk."""
        events = self.log.events
        while self._known < len(events):
            value = events[self._known].value
            if isinstance(value, bytes):
                self._large += len(value)
            self._known += 1
        if self._large >= LARGE or max(len(events), len(self._raised)) >= MANY:
            return True
        return time.monotonic() - self._flushed >= self._interval

    def _flush_amid_step(self) -> None:
        """Write what is new, while the present step goes on."""
        self.flush(max(self._until, self.log.now() - 1))

    def flush(self, until: int) -> None:
        """Write what is new; all of it up to step `until` is known."""
        events = self.log.drain()
        self._known = self._large = 0
        if events or self._written or self._marks or self._raised or until > self._until:
            writes = list(zip(self._written, self._sums, strict=True))
            raised = list(self._raised)
            part = Part(self._events, until, events, writes, self._marks, self._said, raised)
            del self._raised[:]
            self.writes += len(writes)
            self._events += len(events)
            self._written = array("q")
            self._sums = array("H")
            self._said = []
            self._marks = []
            self.put_part(part)
        self._until = until
        self._flushed = time.monotonic()

    # -- checkpoints -----------------------------------------------------------------------------

    def _note_chunk(self, proto: Proto) -> None:
        assert self._code is not None
        path, text = self._text
        if self.problem_of_bases:
            return
        if path and proto.source == b"@" + path:
            self._code.add(int(self.log.now()), proto, path, text)
        else:
            self._code.add(int(self.log.now()), proto)
        self._text = b"", b""

    def add_mark(self, machine: Machine, now: float) -> None:
        """Write down what the state is, so that a replay can be verified."""
        with_state = (now - self._hashed) * _HASH_SHARE >= machine.allocated / _HASH_BYTES_A_SECOND
        if with_state:
            self._hashed = now
        self._marks.append(mark(machine, with_state))

    def is_affordable(self, now: float) -> bool:
        """Whether enough time has passed since the last checkpoint for another one."""
        return now - self._based >= max(_SHORTEST, _TIMES_ITS_COST * self._base_seconds)

    def is_base_due(self, now: float) -> bool:
        pause = (now - self.started) * self._base_bytes / _BYTES
        return self.is_affordable(now) and now - self._based >= pause

    def point(self, machine: Machine, ending: int) -> Point:
        figures = mark(machine, False).figures
        events = self._events + len(self.log.events)
        return Point(int(machine.t), events, self._shown, figures, ending)

    def write_base(self, machine: Machine, point: Point) -> None:
        """Write a checkpoint; none, now and later, if the machine holds something of the host."""
        if self.problem_of_bases:
            return
        assert self._library is not None
        assert self._code is not None
        began = time.monotonic()
        try:
            snapshot = write_snapshot(machine, self._library, self._code)
        except CannotBeWritten as problem:
            self.flush(point.t)
            self.problem_of_bases = f"it holds {problem}"
            return
        self.flush(point.t)
        base = Base(point, self._fingerprint, pack_data(snapshot))
        self._base_bytes = self.put_base(base, self._code, self._code.take_used())
        self._based = time.monotonic()
        self._base_seconds = self._based - began
