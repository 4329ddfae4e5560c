"""Recordings: a run in a file, from which it can be run again without the outside world.

A recording holds what was run and everything that it learned from outside (its event log: sources, input, clocks,
failures, Ctrl-C), so another run of the same program with that log is the same run.  To tell whether it really is, the
file also has the sums of what was written, and what the state was at some moments.

`read_recording` opens one; `recorder` writes them, `replayer` runs them again.  A recording is of one program that
runs as with `lua`.  Calls that a Python program makes of its own, and functions and macros that it gives to Lua, are
not recorded.
"""

import os
import zlib
from time import struct_time
from typing import BinaryIO, Final, cast

from engine.history.event_log import NEVER, Divergence, EventLog
from engine.history.state import state_hash
from engine.host.program import Finished, run_program
from engine.host.recording_format import (
    DONE,
    HEAD,
    PART,
    Damage,
    End,
    Header,
    Mark,
    Part,
    Program,
    RecordingError,
    end_of,
    header_of,
    part_of,
    read_chunks,
)
from engine.runtime.host import Host, Process
from engine.syntax.dialects import DIALECTS, Dialect
from engine.vm.machine import Machine


class Recording:
    """A recording that was read.

    `end` is None where the run had not ended; `until` is the last step that everything is known of; `problem` says
    what is wrong with the file after that, and `is_damaged` whether it is more than a cut.
    """

    def __init__(self, header: Header, parts: list[Part], end: End | None, problem: str, is_damaged: bool) -> None:
        self.header = header
        self.events = [event for part in parts for event in part.events]
        self.writes = [write for part in parts for write in part.writes]
        self.marks = [mark for part in parts for mark in part.marks]
        self.until = parts[-1].until if parts else -1
        self.end = end
        self.problem = problem
        self.is_damaged = is_damaged

    @property
    def dialect(self) -> Dialect:
        return DIALECTS[self.header.program.dialect]

    def log(self) -> EventLog:
        """The sealed log of the run, for a VM."""
        log = EventLog()
        log.events.extend(self.events)
        log.sealed = True
        log.end = NEVER if self.end is not None else self.until
        return log


def read_recording(path: str) -> Recording:
    """Read a file.  Raises RecordingError, if not even its beginning is a recording's."""
    try:
        with open(path, "rb") as file:
            return recording_in(file)
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from None
    except RecordingError as error:
        raise RecordingError(f"{path}: {error}") from None


def recording_in(file: BinaryIO) -> Recording:
    """The recording in an open file.  Raises RecordingError, which does not name the file."""
    header: Header | None = None
    parts: list[Part] = []
    end: End | None = None
    problem = ""
    is_damaged = False
    try:
        for chunk in read_chunks(file):
            if (chunk.kind == HEAD) != (header is None) or end is not None:
                raise Damage(chunk.at, "the chunk is out of place")
            if chunk.kind == HEAD:
                header = header_of(chunk.fields)
                if header.program.dialect not in DIALECTS:
                    raise RecordingError(f"it is a run of {header.program.dialect!r}, a Lua that this Moonwalk has not")
            elif chunk.kind == PART:
                part = part_of(chunk.fields, {"popen": NO_PROCESS}, NO_STREAM)
                if parts and part.until < parts[-1].until:
                    raise Damage(chunk.at, "the chunk is out of place")
                parts.append(part)
            elif chunk.kind == DONE:
                end = end_of(chunk.fields)
        if end is None:
            problem = "there is nothing in it" if header is None else "the run had not ended"
    except Damage as damage:
        problem = str(damage)
        is_damaged = not damage.is_cut
    if header is None:
        raise RecordingError(problem)
    return Recording(header, parts, end, problem, is_damaged)


# -- running a program that is recorded ------------------------------------------------------------


def run_logged(
    program: Program, log: EventLog, host: Host, stdin: BinaryIO, stderr: BinaryIO, finished: Finished
) -> int:
    """Run the program of a recording, for the first time or again; the exit status."""
    return run_program(
        None if program.path is None else os.fsdecode(program.path),
        [os.fsdecode(word) for word in program.args],
        dialect=DIALECTS[program.dialect],
        statements=[os.fsdecode(statement) for statement in program.statements],
        words=[os.fsdecode(word) for word in program.words],
        stdin=stdin,
        stderr=stderr,
        host=host,
        log=log,
        finished=finished,
    )


# -- the state, in short ---------------------------------------------------------------------------


def mark(machine: Machine, with_state: bool) -> Mark:
    """What the state is at this moment: cheap figures of it, and its hash if wanted."""
    co = machine.current
    pc = int(co.pcs[co.depth]) if co.depth >= 0 else -1
    figures = (int(co.born), int(co.depth), pc, int(machine.allocated), machine.random)
    state = bytes.fromhex(state_hash(machine)) if with_state else b""
    return Mark(int(machine.t), zlib.crc32(repr(figures).encode()), state)


def write_sum(total: int, stream: int, data: bytes) -> int:
    """The sum of all that was written, after one more write.  Recordings keep its low 16 bits."""
    return zlib.crc32(data, total ^ stream)


KEPT_SUM: Final = 0xFFFF


# -- what stands for the outside world ---------------------------------------------------------------


def _refuse() -> Divergence:
    return Divergence(0, "the program asks for something that is not in the recording")


class _NoStream:
    """Stands for a stream of the recorded run.  A sealed log never asks it."""

    def read(self, size: int = -1) -> bytes:
        raise _refuse()

    def readline(self, size: int = -1) -> bytes:
        raise _refuse()

    def seek(self, offset: int, whence: int) -> int:
        raise _refuse()

    def write(self, data: bytes) -> int:
        raise _refuse()

    def flush(self) -> None:
        raise _refuse()

    def close(self) -> None:
        raise _refuse()


class _NoProcess(Process):
    """Stands for a process of the recorded run."""

    def __init__(self) -> None:
        self.stream = NO_STREAM

    def close(self) -> int:
        raise _refuse()


class DroppingStream(_NoStream):
    """Takes what is written, for nobody."""

    def write(self, data: bytes) -> int:
        return len(data)

    def flush(self) -> None:
        """There is nothing to write."""


NO_STREAM: Final = cast(BinaryIO, _NoStream())
NO_PROCESS: Final = _NoProcess()


class NoWorld(Host):
    """The outside world of a recorded run: only standard output and error are there, to show what it writes."""

    def __init__(self, stdout: BinaryIO, stderr: BinaryIO) -> None:
        super().__init__(NO_STREAM, stdout, stderr)

    def clock(self) -> float:
        raise _refuse()

    def time(self) -> int:
        raise _refuse()

    def local_time(self, seconds: int) -> struct_time:
        raise _refuse()

    def make_time(self, year: int, month: int, day: int, hour: int, minute: int, second: int, isdst: int) -> int:
        raise _refuse()

    def getenv(self, name: bytes) -> bytes | None:
        raise _refuse()

    def open(self, path: bytes, mode: str) -> BinaryIO:
        raise _refuse()

    def temporary_file(self) -> BinaryIO:
        raise _refuse()

    def temporary_name(self) -> bytes:
        raise _refuse()

    def remove(self, path: bytes) -> None:
        raise _refuse()

    def rename(self, source: bytes, target: bytes) -> None:
        raise _refuse()

    def has_shell(self) -> bool:
        raise _refuse()

    def execute(self, command: bytes) -> int:
        raise _refuse()

    def popen(self, command: bytes, mode: str) -> Process:
        raise _refuse()
