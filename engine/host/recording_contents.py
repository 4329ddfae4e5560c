"""What is in the chunks of a recording (`recording_format`): the program, events and writes, checkpoints, the index.

Each kind of chunk has a class here, with `fields` that writes it and a function that reads it.  Whatever is read is
checked.  Knows nothing of runs; `recording` does.
"""

import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, field
from typing import Final

from engine.history.code_table import LoadedChunk
from engine.history.event_log import STANDARD_ERROR, STANDARD_OUTPUT, Event, Failure
from engine.history.snapshot_form import HOST
from engine.host.recording_format import Fields

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

_NONE: Final = (type(None),)


def _answers(kind: str) -> tuple[type, ...]:
    return (tuple,) if kind.startswith(HOST) else ANSWERS.get(kind, _NONE)


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
    """HEAD: the program, and what ran it.

    With `is_end` it is only the end of a run, from the first checkpoint on.  One that `is_of_session` was kept by a
    debugging session: it has events alone.
    """

    program: Program
    moonwalk: str
    python: str
    platform: str
    is_end: bool = False
    is_of_session: bool = False

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
            "is_end": self.is_end,
            "is_of_session": self.is_of_session,
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
    made_by = fields.text("moonwalk"), fields.text("python"), fields.text("platform")
    return Header(
        program, *made_by, fields.map.get("is_end") is True, fields.map.get("is_of_session") is True
    )


@dataclass(frozen=True)
class Mark:
    """What the state was at step `t`: a few figures of it in one, and the state hash, where that was taken."""

    t: int
    figures: int
    state: bytes


@dataclass(frozen=True)
class Part:
    """PART: a stretch of a run.  `writes` are the steps of writes, each with the sum of all that was written so far;
    `said` is what went to standard output and error: the step, the stream, the bytes.  `first` is how many events had
    happened before: more than are in the parts before, where a recording is only of the end of a run.
    `raised` are the moments before errors that something caught.
    """

    first: int
    until: int
    events: list[Event]
    writes: list[tuple[int, int]]
    marks: list[Mark]
    said: list[tuple[int, int, bytes]] = field(default_factory=list)
    raised: list[int] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many of the pieces in `said` went to standard output."""
        return sum(stream == STANDARD_OUTPUT for _, stream, _ in self.said)

    def fields(self) -> dict[str, object]:
        kinds: dict[str, int] = {}
        failures: list[tuple[int, int | None, str | None]] = []
        for index, event in enumerate(self.events):
            kinds.setdefault(event.kind, len(kinds))
            if event.failure is not None:
                failures.append((index, *_packed_failure(event.failure)))
        return {
            "first": self.first,
            "until": self.until,
            "kinds": list(kinds),
            "steps": _differences([event.t for event in self.events]),
            "which": [kinds[event.kind] for event in self.events],
            "values": [event.value for event in self.events],
            "failures": failures,
            "written": _differences([t for t, _ in self.writes]),
            "sums": b"".join([total.to_bytes(2, "big") for _, total in self.writes]),
            "marks": [(mark.t, mark.figures, mark.state) for mark in self.marks],
            "raised": _differences(self.raised),
            "said": _differences([t for t, _, _ in self.said]),
            "streams": bytes([stream for _, stream, _ in self.said]),
            "texts": [text for _, _, text in self.said],
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
        if not isinstance(value, _answers(kind) if index not in failures else _NONE):
            fields.refuse("values")
        events.append(Event(t, kind, value, failures.get(index), stand_in.get(kind, fallback)))
    written = _sums(fields.integers("written"))
    totals = fields.blob("sums")
    if len(totals) != 2 * len(written):
        fields.refuse("sums")
    writes = [(t, int.from_bytes(totals[2 * at : 2 * at + 2], "big")) for at, t in enumerate(written)]
    marks = [_mark_of(fields, row) for row in fields.rows("marks", 3)]
    first, until = fields.integer("first"), fields.integer("until")
    return Part(first, until, events, writes, marks, _said_of(fields), _sums(fields.integers("raised")))


def _said_of(fields: Fields) -> list[tuple[int, int, bytes]]:
    said = _sums(fields.integers("said"))
    streams = fields.blob("streams")
    texts = fields.blobs("texts")
    if not len(said) == len(streams) == len(texts) or set(streams) - {STANDARD_OUTPUT, STANDARD_ERROR}:
        fields.refuse("said")
    return list(zip(said, streams, texts, strict=True))


@dataclass(frozen=True)
class Code:
    """CODE: chunks of Lua that the program has loaded, and that checkpoints name."""

    chunks: list[LoadedChunk]

    def fields(self) -> dict[str, object]:
        rows = [(one.t, one.first, one.size, one.data, one.path, one.text) for one in self.chunks]
        return {"chunks": rows}


def code_of(fields: Fields) -> Code:
    chunks = []
    for t, first, size, data, path, text in fields.rows("chunks", 6):
        if not isinstance(t, int) or not isinstance(first, int) or not isinstance(size, int):
            fields.refuse("chunks")
        if not isinstance(data, bytes) or not isinstance(path, bytes) or not isinstance(text, bytes):
            fields.refuse("chunks")
        if t < 0 or first < 0 or not 0 < size < _MOST_FUNCTIONS:
            fields.refuse("chunks")
        chunks.append(LoadedChunk(t, first, size, data, path, text))
    return Code(chunks)


GOES_ON: Final = 0
FINISHED: Final = 1
FAILED: Final = 2
EXITED: Final = 3
CALLED: Final = 4
"""What the program does at a checkpoint: it goes on, has come to its end, to an uncaught error, or to `os.exit`; or the
host has just called it.
"""

_MOST_FUNCTIONS: Final = 1 << 24


@dataclass(frozen=True)
class Point:
    """Where a checkpoint is in the run: the step; how many events had happened and pieces of standard output been
    written; the figures of the state (see `Mark`); and what the program does there.
    """

    t: int
    events: int
    shown: int
    figures: int
    ending: int


@dataclass(frozen=True)
class Base:
    """BASE: a checkpoint.  `library` tells which Moonwalk can read the state, which is a snapshot."""

    point: Point
    library: bytes
    state: bytes

    def fields(self) -> dict[str, object]:
        return {"point": astuple(self.point), "library": self.library, "state": self.state}


def base_of(fields: Fields) -> Base:
    return Base(_point_of(fields, "point", fields.integers("point")), fields.blob("library"), fields.blob("state"))


@dataclass(frozen=True)
class PartPlace:
    """A PART in the index: at which byte it is, up to which step it goes, and how many things are in it."""

    at: int
    first: int
    until: int
    events: int
    writes: int
    said: int
    shown: int
    raised: int


@dataclass(frozen=True)
class BasePlace:
    """A BASE in the index."""

    at: int
    library: bytes
    point: Point


@dataclass(frozen=True)
class Index:
    """INDX: where chunks are, and what is in them."""

    parts: list[PartPlace]
    bases: list[BasePlace]

    def fields(self) -> dict[str, object]:
        return {
            "parts": [astuple(part) for part in self.parts],
            "bases": [(base.at, base.library, *astuple(base.point)) for base in self.bases],
        }


def index_of(fields: Fields) -> Index:
    parts = []
    for row in fields.rows("parts", 8):
        numbers = _integers(fields, "parts", row)
        if min(*numbers[:2], *numbers[3:]) < 0:
            fields.refuse("parts")
        parts.append(PartPlace(*numbers))
    bases = []
    for row in fields.rows("bases", 7):
        at, library, *point = row
        if not isinstance(at, int) or not isinstance(library, bytes):
            fields.refuse("bases")
        bases.append(BasePlace(at, library, _point_of(fields, "bases", _integers(fields, "bases", point))))
    return Index(parts, bases)


def place_of(at: int, part: Part) -> PartPlace:
    """What the index says of a PART at a byte."""
    counts = len(part.events), len(part.writes), len(part.said), part.shown, len(part.raised)
    return PartPlace(at, part.first, part.until, *counts)


def _point_of(fields: Fields, name: str, numbers: list[int]) -> Point:
    if len(numbers) != 5 or min(numbers) < 0 or numbers[4] > CALLED:
        fields.refuse(name)
    return Point(*numbers)


def _integers(fields: Fields, name: str, row: Sequence[object]) -> list[int]:
    numbers = [one for one in row if isinstance(one, int)]
    return numbers if len(numbers) == len(row) else fields.refuse(name)


@dataclass(frozen=True)
class End:
    """DONE: how the run ended; `words` are what was said of the error that ended it.

    `stop` is where the program itself came to its end: what is pending was closed after that.
    """

    status: int
    words: bytes
    writes: int
    mark: Mark
    stop: Point | None = None

    def fields(self) -> dict[str, object]:
        mark = self.mark
        return {
            "steps": mark.t,
            "status": self.status,
            "words": self.words,
            "writes": self.writes,
            "figures": mark.figures,
            "state": mark.state,
            "stop": None if self.stop is None else astuple(self.stop),
        }


def end_of(fields: Fields) -> End:
    mark = Mark(fields.integer("steps"), fields.integer("figures"), fields.blob("state"))
    stop = None if fields.map.get("stop") is None else _point_of(fields, "stop", fields.integers("stop"))
    return End(fields.integer("status"), fields.blob("words"), fields.integer("writes"), mark, stop)


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
