"""What the process of a `moonwalk` command has to do with its surroundings: streams, signals."""

import io
import signal
import sys
from typing import TYPE_CHECKING, BinaryIO, TextIO

from engine.host.tuning import quiet_collector

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class ImmediateWriter(io.BufferedWriter):
    """Holds nothing back, for a person who watches: C does so for standard error, and for prompts on a terminal."""

    def write(self, data: "ReadableBuffer", /) -> int:
        written = super().write(data)
        self.flush()
        return written


def prepare_to_run() -> None:
    """Get ready to run a Lua program in this process."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # die in silence when nobody reads, as `lua` does
    quiet_collector()


def standard_streams() -> tuple[BinaryIO, BinaryIO, BinaryIO]:
    """Standard input, output and error as bytes, buffered as C buffers them (whatever PYTHONUNBUFFERED says).

    Where the process was given none there is nothing to read, and what is written is dropped.
    """
    stdin = io.BytesIO() if sys.stdin is None else sys.stdin.buffer
    return stdin, _writer(sys.stdout, immediate=False), _writer(sys.stderr, immediate=True)


def _writer(stream: TextIO | None, *, immediate: bool) -> BinaryIO:
    if stream is None:
        return io.BytesIO()
    raw = io.FileIO(stream.fileno(), "w", closefd=False)
    return ImmediateWriter(raw) if immediate or stream.isatty() else io.BufferedWriter(raw)
