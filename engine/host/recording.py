"""Recordings: a run in a file, from which it can be run again without the outside world.

A recording holds what was run and everything that it learned from outside (its event log: sources, input, clocks,
failures, Ctrl-C), so another run of the same program with that log is the same run.  To tell whether it really is, the
file also has the sums of what was written, and what the state was at some moments.

It also has checkpoints, from which the run goes on without what came before, and an index of where everything is.

`read_recording` opens one; `recorder` writes them, `replayer` runs them again.  A recording is of one program that
runs as with `lua`.  Calls that a Python program makes of its own, and functions and macros that it gives to Lua, are
not recorded.
"""

import os
import zlib
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO, Final

from engine.history.code_table import LoadedChunk
from engine.history.event_log import NEVER, Divergence, Event, EventLog, Pages
from engine.history.state import state_hash
from engine.host.no_world import NO_PROCESS, NO_STREAM
from engine.host.program import Finished, run_program
from engine.host.recording_contents import (
    Base,
    BasePlace,
    End,
    Header,
    Mark,
    Part,
    PartPlace,
    Program,
    base_of,
    code_of,
    end_of,
    header_of,
    index_of,
    part_of,
    place_of,
)
from engine.host.recording_format import (
    BASE,
    CODE,
    DONE,
    HEAD,
    INDX,
    PART,
    Chunk,
    Damage,
    RecordingError,
    find_chunks,
    read_chunk,
)
from engine.runtime.host import Host
from engine.syntax.dialects import DIALECTS, Dialect
from engine.vm.machine import Machine


class Recording:
    """A recording that was opened.  Where things are is known from its index; chunks are read when they are needed.

    `end` is None where the run had not ended; `until` is the last step that everything is known of; `problem` says
    what is wrong with the file after that, and `is_damaged` whether it is more than a cut.
    """

    def __init__(self, file: BinaryIO) -> None:
        """Raises RecordingError, which does not name the file, if not even its beginning is a recording's."""
        self.file: Final = file
        self.parts: Final[list[PartPlace]] = []
        self.bases: Final[list[BasePlace]] = []
        self.code: Final[list[Chunk]] = []  # those that are CODE
        self.end: End | None = None
        self.problem = ""
        self.is_damaged = False
        self._chunks: Final[dict[int, Chunk]] = {}
        self._firsts: Final[list[int]] = []  # how many events had happened before each part
        self._header: Header | None = None
        self._last_part: tuple[int, Part] | None = None
        cut = self._find_chunks()
        try:
            self._read_places()
        except Damage as damage:
            cut = damage
        if cut is not None:
            self.problem = str(cut)
            self.is_damaged = not cut.is_cut
        elif self.end is None:
            self.problem = self._why_there_is_no_end()
        if self._header is None:
            raise RecordingError(self.problem)

    def _why_there_is_no_end(self) -> str:
        if self._header is None:
            return "there is nothing in it"
        return "a debugging session has kept it" if self._header.is_of_session else "the run had not ended"

    @property
    def header(self) -> Header:
        assert self._header is not None
        return self._header

    @property
    def dialect(self) -> Dialect:
        return DIALECTS[self.header.program.dialect]

    @property
    def until(self) -> int:
        return self.parts[-1].until if self.parts else -1

    # -- opening ---------------------------------------------------------------------------------

    def _find_chunks(self) -> Damage | None:
        """Find the chunks; where the file is not sound, what is wrong there."""
        try:
            for chunk in find_chunks(self.file):
                self._chunks[chunk.at] = chunk
        except Damage as damage:
            return damage
        return None

    def _read_places(self) -> None:
        """Learn from the index, and from the chunks that are not in it, what is where."""
        waiting: list[Chunk] = []
        for chunk in self._chunks.values():
            if (chunk.kind == HEAD) != (self._header is None) or self.end is not None:
                self._take(waiting, {}, {})
                raise Damage(chunk.at, "the chunk is out of place")
            if chunk.kind == HEAD:
                header = header_of(read_chunk(self.file, chunk))
                if header.program.dialect not in DIALECTS:
                    dialect = header.program.dialect
                    raise RecordingError(f"it is a run of {dialect!r}, a Lua that this Moonwalk has not")
                self._header = header
            elif chunk.kind in (PART, BASE):
                waiting.append(chunk)
            elif chunk.kind == CODE:
                self.code.append(chunk)
            elif chunk.kind == INDX:
                index = index_of(read_chunk(self.file, chunk))
                parts = {part.at: part for part in index.parts}
                self._take(waiting, parts, {base.at: base for base in index.bases})
                waiting = []
            elif chunk.kind == DONE:
                self._take(waiting, {}, {})
                waiting = []
                self.end = end_of(read_chunk(self.file, chunk))
        self._take(waiting, {}, {})

    def _take(self, chunks: list[Chunk], parts: dict[int, PartPlace], bases: dict[int, BasePlace]) -> None:
        """Take note of the PARTs and BASEs in these chunks; those that are not in the index are read."""
        for chunk in chunks:
            if chunk.kind == PART:
                part = parts.get(chunk.at) or place_of(chunk.at, self._read_part(chunk))
                if part.until < self.until or not self._follows(part):
                    raise Damage(chunk.at, "the chunk is out of place")
                self.parts.append(part)
                self._firsts.append(part.first)
            else:
                base = bases.get(chunk.at)
                if base is None:
                    read = base_of(read_chunk(self.file, chunk))
                    base = BasePlace(chunk.at, read.library, read.point)
                before = self.bases[-1].point.t if self.bases else 0
                if not before <= base.point.t <= self.until or base.point.events > self.event_count:
                    raise Damage(chunk.at, "the chunk is out of place")
                self.bases.append(base)

    def _follows(self, part: PartPlace) -> bool:
        """Whether a part can be the next."""
        is_gap = self.header.is_end and len(self.parts) == 1  # the first has what the libraries asked
        return part.first >= self.event_count if is_gap else part.first == self.event_count

    @property
    def event_count(self) -> int:
        """How many events had happened at the end."""
        return self.parts[-1].first + self.parts[-1].events if self.parts else 0

    def _read_part(self, chunk: Chunk) -> Part:
        return part_of(read_chunk(self.file, chunk), {"popen": NO_PROCESS}, NO_STREAM)

    def chunks(self) -> list[Chunk]:
        """All chunks that are sound."""
        return list(self._chunks.values())

    # -- contents --------------------------------------------------------------------------------

    def part(self, index: int) -> Part:
        """What is in the `index`-th PART.  Raises Damage."""
        if self._last_part is None or self._last_part[0] != index:
            place = self.parts[index]
            part = self._read_part(self._chunks[place.at])
            if place_of(place.at, part) != place:
                raise Damage(place.at, "the chunk is another than the index says")
            self._last_part = index, part
        return self._last_part[1]

    def base(self, index: int) -> Base:
        """The `index`-th checkpoint.  Raises Damage."""
        place = self.bases[index]
        base = base_of(read_chunk(self.file, self._chunks[place.at]))
        if (base.library, base.point) != (place.library, place.point):
            raise Damage(place.at, "the chunk is another than the index says")
        return base

    def loaded_chunks(self) -> Iterator[LoadedChunk]:
        """The chunks of Lua that the program loaded, as far as the file has them.  Raises Damage."""
        for chunk in self.code:
            yield from code_of(read_chunk(self.file, chunk)).chunks

    def all_parts(self) -> Iterator[Part]:
        """Raises RecordingError."""
        for index in range(len(self.parts)):
            try:
                yield self.part(index)
            except Damage as damage:
                raise RecordingError(str(damage)) from None

    def caught_errors(self) -> Iterator[int]:
        """The moments before errors that something caught, as far as the file can be read."""
        for index, place in enumerate(self.parts):
            if place.raised:
                try:
                    yield from self.part(index).raised
                except Damage:
                    return

    @cached_property
    def events(self) -> list[Event]:
        """All events: many, where the run was long.  Raises RecordingError, as the next two do."""
        return [event for part in self.all_parts() for event in part.events]

    @cached_property
    def writes(self) -> list[tuple[int, int]]:
        return [write for part in self.all_parts() for write in part.writes]

    @cached_property
    def marks(self) -> list[Mark]:
        return [mark for part in self.all_parts() for mark in part.marks]

    def log(self) -> EventLog:
        """The sealed log of the run, for a VM."""
        log = EventLog()
        log.pages = _RecordedPages(self)
        log.sealed = True
        log.end = NEVER if self.end is not None else self.until
        return log

    def page_with(self, position: int) -> tuple[int, list[Event]]:
        """See `Pages`.  Raises Damage."""
        if position >= self.event_count:
            return self.event_count, []
        index = bisect_right(self._firsts, position) - 1
        return self._firsts[index], self.part(index).events


class _RecordedPages(Pages):
    """The events of a recording, part by part."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def all_events(self) -> list[Event]:
        try:
            return self._recording.events
        except RecordingError as error:
            raise Divergence(0, f"the recording cannot be read: {error}") from None

    def page_with(self, position: int) -> tuple[int, list[Event]]:
        try:
            return self._recording.page_with(position)
        except Damage as damage:
            raise Divergence(0, f"the recording cannot be read: {damage}") from None


def read_recording(path: str) -> Recording:
    """Open a file.  Raises RecordingError, if not even its beginning is a recording's."""
    try:
        file = open(path, "rb")  # noqa: SIM115  # the recording reads it later
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror}") from None
    try:
        return Recording(file)
    except OSError as error:
        file.close()
        raise RecordingError(f"{path}: {error.strerror}") from None
    except RecordingError as error:
        file.close()
        raise RecordingError(f"{path}: {error}") from None


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
