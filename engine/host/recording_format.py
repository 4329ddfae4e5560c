"""The file format of recordings: chunks, and what is in them.

    the signature (8 bytes), the version of the format (4 bytes), chunks
    a chunk: its kind (4 bytes), the length of its contents (8), a checksum of both and the contents (4), the contents

Numbers are big-endian and unsigned, checksums CRC-32.  The contents are a map in MessagePack, compressed with zlib:

    HEAD  what was run, and by which versions; the first chunk
    PART  a stretch of the run: its events and writes, and what the state was at some moments; `until` is the step up to
          which everything is known
    CODE  chunks of Lua that the program has loaded, in their binary form
    BASE  a checkpoint: the whole state between two instructions
    INDX  where the chunks since the last INDX are, and what is in them
    DONE  how the run ended; the last chunk

Each chunk stands for itself and is written at one go, so a file that was cut off, or is still being written, is good
up to its last whole chunk.  A chunk of another kind is skipped: CODE, BASE and INDX only make a recording quick to open
and to move in.  A change that older readers would misunderstand needs a new FORMAT.  Knows nothing of runs; what is in
the chunks is described by `recording_contents`.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, NoReturn

import msgpack  # type: ignore[import-untyped]  # it comes without types

SIGNATURE: Final = b"\x89MWK\r\n\x1a\n"
"""How a recording begins; a transfer as text would change it."""

FORMAT: Final = 2
"""The version of the format that this module writes, and the newest that it reads."""

HEAD: Final = b"HEAD"
PART: Final = b"PART"
CODE: Final = b"CODE"
BASE: Final = b"BASE"
INDX: Final = b"INDX"
DONE: Final = b"DONE"

_VERSION: Final = struct.Struct(">I")
_CHUNK: Final = struct.Struct(">4sQI")
_PIECE: Final = 1 << 20


class RecordingError(Exception):
    """A file is no recording that can be read, or cannot be written; the text says why, and at which byte."""


class Damage(Exception):  # noqa: N818  # a finding: what stands before it is sound
    """From byte `at` on a recording is not sound.  `is_cut`: it only ends too early."""

    def __init__(self, at: int, what: str, is_cut: bool = False) -> None:
        super().__init__(f"byte {at}: {what}")
        self.is_cut = is_cut


@dataclass(frozen=True)
class Chunk:
    """Where a chunk is: it begins at byte `at`; its contents have `length` bytes."""

    at: int
    kind: bytes
    length: int

    @property
    def size(self) -> int:
        return _CHUNK.size + self.length


# -- chunks ----------------------------------------------------------------------------------------


def file_start() -> bytes:
    return SIGNATURE + _VERSION.pack(FORMAT)


def is_recording(path: str) -> bool:
    """Whether a file says that it is a recording.  Raises OSError."""
    with open(path, "rb") as file:
        return file.read(len(SIGNATURE)) == SIGNATURE


def pack_chunk(kind: bytes, fields: dict[str, object], level: int = 6) -> bytes:
    """A chunk as bytes; `level` says how well it is compressed, and how long that takes."""
    packed: bytes = msgpack.packb(fields, unicode_errors="surrogateescape")
    contents = zlib.compress(packed, level)
    return _CHUNK.pack(kind, len(contents), _checksum(kind, contents)) + contents


def pack_data(data: object) -> bytes:
    """Plain data as bytes, for a field of its own."""
    packed: bytes = msgpack.packb(data)
    return packed


def unpack_data(packed: bytes) -> object:
    """Raises ValueError, if that is no data."""
    try:
        data: object = msgpack.unpackb(packed, use_list=False)
    except (TypeError, OverflowError, MemoryError, msgpack.UnpackException) as error:
        raise ValueError(str(error)) from None
    return data


def find_chunks(file: BinaryIO) -> Iterator[Chunk]:
    """The chunks of a file; their checksums are right.

    Raises Damage where the file is not sound, RecordingError if it is no recording at all.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    _read_start(file)
    at = file.tell()
    while at < size:
        head = file.read(_CHUNK.size)
        if len(head) < _CHUNK.size:
            raise Damage(at, "the file ends in the middle of a chunk", True)
        kind, length, checksum = _CHUNK.unpack(head)
        if length > size - at - _CHUNK.size:
            raise Damage(at, "the file ends in the middle of a chunk", True)
        _check(file, Chunk(at, kind, length), checksum)
        yield Chunk(at, kind, length)
        at += _CHUNK.size + length
        file.seek(at)  # it may have been used meanwhile


def _read_start(file: BinaryIO) -> None:
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
    if version < FORMAT:
        raise RecordingError(f"its format is version {version}, this Moonwalk reads version {FORMAT}: record it again")


def _check(file: BinaryIO, chunk: Chunk, checksum: int) -> None:
    """Compare a chunk's checksum with its contents, which come next in the file."""
    total = _checksum(chunk.kind, b"", chunk.length)
    left = chunk.length
    while left > 0:
        piece = file.read(min(left, _PIECE))
        if not piece:
            break
        total = zlib.crc32(piece, total)
        left -= len(piece)
    if left > 0 or total != checksum:
        raise Damage(chunk.at, "the checksum of the chunk is wrong")


def read_chunk(file: BinaryIO, chunk: Chunk) -> "Fields":
    """The contents of a chunk that was found.  Raises Damage, also if the file is no longer what it was."""
    try:
        file.seek(chunk.at)
        head = file.read(_CHUNK.size)
        contents = file.read(chunk.length)
    except OSError as error:
        raise Damage(chunk.at, f"the chunk cannot be read ({error.strerror})") from None
    checksum = _checksum(chunk.kind, contents, len(contents))
    if head != _CHUNK.pack(chunk.kind, chunk.length, checksum):
        raise Damage(chunk.at, "the file is another than it was when it was opened")
    return Fields(chunk.at, _unpack(chunk.at, contents))


def _checksum(kind: bytes, contents: bytes, length: int | None = None) -> int:
    """The checksum of a chunk, or of what has come of its contents, which will have `length` bytes."""
    size = len(contents) if length is None else length
    return zlib.crc32(contents, zlib.crc32(kind + struct.pack(">Q", size)))


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
