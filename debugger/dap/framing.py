"""Frames: how messages follow one another in a stream of bytes, after a header that gives their length.

Tolerant of what is met in practice: any case and order of header fields, lines that end in a bare newline, unknown
fields, and lines that are no field.  After a frame that cannot be read, reading goes on with the next.
"""

import asyncio
from typing import Final

LONGEST: Final = 64 * 1024 * 1024
"""Bytes of a message; a longer one is passed over."""

_PIECE: Final = 65_536

_LENGTH: Final = b"content-length"


class FrameError(Exception):
    """A frame that cannot be read, and has been passed over; the text says why."""


def frame(content: bytes) -> bytes:
    """A message as it is sent."""
    return b"Content-Length: %d\r\n\r\n%b" % (len(content), content)


async def read_frame(stream: asyncio.StreamReader) -> bytes | None:
    """The content of the next frame; None when the stream has ended.  Raises FrameError."""
    length = await _read_header(stream)
    if length is None:
        return None
    if length > LONGEST:
        await _skip(stream, length)
        raise FrameError(f"a message of {length} bytes is too long: at most {LONGEST} are read")
    try:
        return await stream.readexactly(length)
    except asyncio.IncompleteReadError as error:
        raise FrameError(f"the stream ended after {len(error.partial)} of a message's {length} bytes") from None


async def _read_header(stream: asyncio.StreamReader) -> int | None:
    """Read a header; the length that it gives, or None if the stream has ended."""
    value: bytes | None = None
    seen = False
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # asyncio has dropped it
            raise FrameError("a line of a header is too long") from None
        if not line:
            return None
        if not line.strip():
            if not seen:
                continue  # blank lines between frames
            break
        seen = True
        name, _, rest = line.partition(b":")
        if name.strip().lower() == _LENGTH:
            value = rest.strip()
    if value is None:
        raise FrameError("a header without Content-Length")
    if not value.isdigit():
        raise FrameError(f"Content-Length is no number of bytes: {value[:40].decode('utf-8', 'backslashreplace')!r}")
    return int(value)


async def _skip(stream: asyncio.StreamReader, length: int) -> None:
    while length > 0 and (piece := await stream.read(min(length, _PIECE))):
        length -= len(piece)
