"""What stands for the outside world where a recorded run is run again: there is none.

A sealed log never asks it; what it is asked all the same is a divergence.
"""

from time import struct_time
from typing import BinaryIO, Final, cast

from engine.history.event_log import Divergence
from engine.runtime.host import Host, Process


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
