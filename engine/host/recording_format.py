"""The file format of recordings: chunks, and what is in them.

    the signature (8 bytes), the version of the format (4 bytes), chunks
    a chunk: its kind (4 bytes), the length of its contents (8), a checksum of both and the contents (4), the contents

Numbers are big-endian and unsigned, checksums CRC-32.  The contents are a map in MessagePack, compressed with zlib:

    HEAD  what was run, and by which versions; the first chunk
    PART  a stretch of the run: its events and writes, and what the state was at some moments; `until` is the step up to
          which everything is known
    DONE  how the run ended; the last chunk

Each chunk stands for itself and is written at one go, so a file that was cut off, or is still being written, is good
up to its last whole chunk.  A chunk of another kind is skipped.  A change that older readers would misunderstand
needs a new FORMAT.  Knows nothing of runs; `recording` does.
"""

import io
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NoReturn

import msgpack  # type: ignore[import-untyped]  # it comes without types

from engine.history.event_log import Event, Failure

SIGNATURE: Final = b"\x89MWK\r\n\x1a\n"
"""How a recording begins; a transfer as text would change it."""

FORMAT: Final = 1
"""The version of the format that this module writes, and the newest that it reads."""

HEAD: Final = b"HEAD"
PART: Final = b"PART"
DONE: Final = b"DONE"

ANSWERS: Final[dict[str, tuple[type, ...]]] = {
    "clock": (float, int),
    "time": (int,),
    "local_time": (tuple,),
    "make_time": (int,),
    "getenv": (bytes, type(None)),
    "source": (bytes,),
    "read": (bytes,),
    "readline": (bytes,),
    "seek": (int,),
    "temporary_name": (bytes,),
    "has_shell": (bool,),
    "execute": (int,),
    "process.close": (int,),
}
"""What an answer can be, by the kind of the event.  The other kinds, and failures, have none."""

_VERSION: Final = struct.Struct(">I")
_CHUNK: Final = struct.Struct(">4sQI")


class RecordingError(Exception):
    """A file is no recording that can be read, or cannot be written; the text says why, and at which byte."""


class Damage(Exception):  # noqa: N818  # a finding: what stands before it is sound
    """From byte `at` on a recording is not sound.  `is_cut`: it only ends too early."""

    def __init__(self, at: int, what: str, is_cut: bool = False) -> None:
        super().__init__(f"byte {at}: {what}")
        self.is_cut = is_cut


@dataclass(frozen=True)
class Chunk:
    """A chunk that was read, and at which byte it begins."""

    at: int
    kind: bytes
    fields: "Fields"


# -- chunks ----------------------------------------------------------------------------------------


def file_start() -> bytes:
    return SIGNATURE + _VERSION.pack(FORMAT)


def is_recording(path: str) -> bool:
    """Whether a file says that it is a recording.  Raises OSError."""
    with open(path, "rb") as file:
        return file.read(len(SIGNATURE)) == SIGNATURE


def pack_chunk(kind: bytes, fields: dict[str, object]) -> bytes:
    packed: bytes = msgpack.packb(fields, unicode_errors="surrogateescape")
    contents = zlib.compress(packed, 6)
    return _CHUNK.pack(kind, len(contents), _checksum(kind, contents)) + contents


def read_chunks(file: BinaryIO) -> Iterator[Chunk]:
    """The chunks of a file.  Raises Damage where it is not sound, RecordingError if it is no recording at all."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(len(SIGNATURE) + _VERSION.size)
    if not start.startswith(SIGNATURE):
        if start and SIGNATURE.startswith(start):
            raise RecordingError(f"it is cut off after {len(start)} bytes")
        raise RecordingError("it is not a recording" if start else "it is empty")
    if len(start) < len(SIGNATURE) + _VERSION.size:
        raise RecordingError(f"it is cut off after {len(start)} bytes")
    (version,) = _VERSION.unpack(start[len(SIGNATURE) :])
    if version > FORMAT:
        raise RecordingError(f"its format is version {version}, this Moonwalk reads up to {FORMAT}: get a newer one")
    if version < 1:
        raise RecordingError(f"its format is version {version}, which there is not")
    at = file.tell()
    while at < size:
        head = file.read(_CHUNK.size)
        if len(head) < _CHUNK.size:
            raise Damage(at, "the file ends in the middle of a chunk", True)
        kind, length, checksum = _CHUNK.unpack(head)
        if length > size - at - _CHUNK.size:
            raise Damage(at, "the file ends in the middle of a chunk", True)
        contents = file.read(length)
        if len(contents) < length or _checksum(kind, contents) != checksum:
            raise Damage(at, "the checksum of the chunk is wrong")
        yield Chunk(at, kind, Fields(at, _unpack(at, contents)))
        at += _CHUNK.size + length


def _checksum(kind: bytes, contents: bytes) -> int:
    return zlib.crc32(contents, zlib.crc32(kind + struct.pack(">Q", len(contents))))


def _unpack(at: int, contents: bytes) -> dict[str, object]:
    try:
        packed = zlib.decompress(contents)
        fields: object = msgpack.unpackb(packed, use_list=False, unicode_errors="surrogateescape")
    except (zlib.error, ValueError, TypeError, OverflowError, MemoryError, msgpack.UnpackException) as error:
        raise Damage(at, f"the chunk cannot be unpacked ({error})") from None
    if not isinstance(fields, dict):
        raise Damage(at, "the chunk is no map")
    return fields


class Fields:
    """The contents of a chunk; everything that is taken from it is checked."""

    def __init__(self, at: int, fields: dict[str, object]) -> None:
        self._at = at
        self.map = fields

    def integer(self, name: str) -> int:
        return self._integer(name, self.map.get(name))

    def blob(self, name: str) -> bytes:
        return self._blob(name, self.map.get(name))

    def blob_or_none(self, name: str) -> bytes | None:
        value = self.map.get(name)
        return None if value is None else self._blob(name, value)

    def text(self, name: str) -> str:
        value = self.map.get(name)
        return value if isinstance(value, str) else self.refuse(name)

    def items(self, name: str) -> tuple[object, ...]:
        value = self.map.get(name)
        return value if isinstance(value, tuple) else self.refuse(name)

    def integers(self, name: str) -> list[int]:
        return [self._integer(name, one) for one in self.items(name)]

    def blobs(self, name: str) -> tuple[bytes, ...]:
        return tuple(self._blob(name, one) for one in self.items(name))

    def rows(self, name: str, width: int) -> list[tuple[object, ...]]:
        """A list of lists that have `width` items each."""
        rows = [one for one in self.items(name) if isinstance(one, tuple) and len(one) == width]
        return rows if len(rows) == len(self.items(name)) else self.refuse(name)

    def refuse(self, name: str) -> NoReturn:
        raise Damage(self._at, f"the chunk has no sound {name!r}")

    def _integer(self, name: str, value: object) -> int:
        return value if isinstance(value, int) and not isinstance(value, bool) else self.refuse(name)

    def _blob(self, name: str, value: object) -> bytes:
        return value if isinstance(value, bytes) else self.refuse(name)


# -- contents --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Program:
    """What was run: the key of its dialect, and the command line (see `run_program`), as bytes of the system."""

    dialect: str
    path: bytes | None
    args: tuple[bytes, ...]
    statements: tuple[bytes, ...]
    words: tuple[bytes, ...]


@dataclass(frozen=True)
class Header:
    """HEAD: the program, and what ran it."""

    program: Program
    moonwalk: str
    python: str
    platform: str

    def fields(self) -> dict[str, object]:
        program = self.program
        return {
            "dialect": program.dialect,
            "path": program.path,
            "args": program.args,
            "statements": program.statements,
            "words": program.words,
            "moonwalk": self.moonwalk,
            "python": self.python,
            "platform": self.platform,
        }


def header_of(fields: Fields) -> Header:
    program = Program(
        fields.text("dialect"),
        fields.blob_or_none("path"),
        fields.blobs("args"),
        fields.blobs("statements"),
        fields.blobs("words"),
    )
    if len(program.words) < len(program.args) + (program.path is not None):
        fields.refuse("words")
    return Header(program, fields.text("moonwalk"), fields.text("python"), fields.text("platform"))


@dataclass(frozen=True)
class Mark:
    """What the state was at step `t`: a few figures of it in one, and the state hash, where that was taken."""

    t: int
    figures: int
    state: bytes


@dataclass(frozen=True)
class Part:
    """PART: a stretch of a run.  `writes` are the steps of writes, each with the sum of all that was written so far."""

    until: int
    events: list[Event]
    writes: list[tuple[int, int]]
    marks: list[Mark]

    def fields(self) -> dict[str, object]:
        kinds: dict[str, int] = {}
        failures: list[tuple[int, int | None, str | None]] = []
        for index, event in enumerate(self.events):
            kinds.setdefault(event.kind, len(kinds))
            if event.failure is not None:
                failures.append((index, *_packed_failure(event.failure)))
        return {
            "until": self.until,
            "kinds": list(kinds),
            "steps": _differences([event.t for event in self.events]),
            "which": [kinds[event.kind] for event in self.events],
            "values": [event.value for event in self.events],
            "failures": failures,
            "written": _differences([t for t, _ in self.writes]),
            "sums": b"".join([total.to_bytes(2, "big") for _, total in self.writes]),
            "marks": [(mark.t, mark.figures, mark.state) for mark in self.marks],
        }


def part_of(fields: Fields, stand_in: dict[str, object], fallback: object) -> Part:
    """The part in a chunk.  What stands for a live stream or process is that of the event's kind, or the fallback."""
    kinds = fields.items("kinds")
    steps = _sums(fields.integers("steps"))
    which = fields.integers("which")
    values = fields.items("values")
    if not len(steps) == len(which) == len(values):
        fields.refuse("values")
    failures = dict([_failure_of(fields, row) for row in fields.rows("failures", 3)])
    events = []
    for index, (t, kind_index, value) in enumerate(zip(steps, which, values, strict=True)):
        kind = kinds[kind_index] if 0 <= kind_index < len(kinds) else None
        if not isinstance(kind, str):
            fields.refuse("kinds")
        if not isinstance(value, ANSWERS.get(kind, (type(None),)) if index not in failures else type(None)):
            fields.refuse("values")
        events.append(Event(t, kind, value, failures.get(index), stand_in.get(kind, fallback)))
    written = _sums(fields.integers("written"))
    totals = fields.blob("sums")
    if len(totals) != 2 * len(written):
        fields.refuse("sums")
    writes = [(t, int.from_bytes(totals[2 * at : 2 * at + 2], "big")) for at, t in enumerate(written)]
    return Part(fields.integer("until"), events, writes, [_mark_of(fields, row) for row in fields.rows("marks", 3)])


@dataclass(frozen=True)
class End:
    """DONE: how the run ended; `words` are what was said of the error that ended it."""

    status: int
    words: bytes
    writes: int
    mark: Mark

    def fields(self) -> dict[str, object]:
        mark = self.mark
        return {
            "steps": mark.t,
            "status": self.status,
            "words": self.words,
            "writes": self.writes,
            "figures": mark.figures,
            "state": mark.state,
        }


def end_of(fields: Fields) -> End:
    mark = Mark(fields.integer("steps"), fields.integer("figures"), fields.blob("state"))
    return End(fields.integer("status"), fields.blob("words"), fields.integer("writes"), mark)


def _mark_of(fields: Fields, row: tuple[object, ...]) -> Mark:
    t, figures, state = row
    if isinstance(t, int) and isinstance(figures, int) and isinstance(state, bytes):
        return Mark(t, figures, state)
    return fields.refuse("marks")


def _packed_failure(failure: Failure) -> tuple[int | None, str | None]:
    """A number and a text; no text for Ctrl-C, no number for what the system has none for."""
    if isinstance(failure, KeyboardInterrupt):
        return None, None
    return failure.errno, str(failure) if failure.errno is None else failure.strerror or ""


def _failure_of(fields: Fields, row: tuple[object, ...]) -> tuple[int, Failure]:
    index, number, text = row
    if isinstance(index, int):
        if number is None and text is None:
            return index, KeyboardInterrupt()
        if number is None and isinstance(text, str):
            return index, io.UnsupportedOperation(text)
        if isinstance(number, int) and isinstance(text, str):
            return index, OSError(number, text)
    return fields.refuse("failures")


def _differences(steps: list[int]) -> list[int]:
    return [t - before for before, t in zip([0, *steps], steps, strict=False)]


def _sums(differences: list[int]) -> list[int]:
    total = 0
    steps = []
    for one in differences:
        total += one
        steps.append(total)
    return steps
