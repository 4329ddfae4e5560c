"""The one seam between a Lua program and the outside world: clocks, environment, files, processes, streams.

The libraries reach everything that is not deterministic, or that has an effect outside of the machine,
through the `Host` of their machine and in no other way.  A test, a sandbox or a replay puts a subclass in
its place.  Failures are `OSError`, with the errno that C would give.
"""

import contextlib
import errno
import os
import subprocess
import sys
import tempfile
import time
from time import struct_time
from typing import BinaryIO, Final, cast, final
from weakref import WeakSet

from mypy_extensions import mypyc_attr


@final
class ExitRequest(Exception):  # noqa: N818  # no error
    """`os.exit` was called: end the program with status `code`, after closing the state if `close` is set."""

    def __init__(self, code: int, close: bool) -> None:
        super().__init__(code)
        self.code: Final = code
        self.close: Final = close


@mypyc_attr(allow_interpreted_subclasses=True)
class Process:
    """A running command, and the stream connected to its standard output or input (`io.popen`)."""

    def __init__(self, stream: BinaryIO, child: "subprocess.Popen[bytes]") -> None:
        self.stream: BinaryIO = stream
        self._child: Final = child

    def close(self) -> int:
        """Close the stream and wait: the exit status, or minus the number of the signal that ended the process."""
        with contextlib.suppress(BrokenPipeError):  # the command need not read all of its input
            self.stream.close()
        return self._child.wait()


@final
class DirectoryStream:
    """What C's `fopen` makes of a directory: a stream that opens, and whose every read fails."""

    def __init__(self) -> None:
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))

    def readline(self, size: int = -1) -> bytes:
        return self.read()

    def write(self, data: bytes) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def seek(self, offset: int, whence: int) -> int:
        return offset

    def flush(self) -> None:
        """There is nothing to write."""

    def close(self) -> None:
        self.closed = True


@mypyc_attr(allow_interpreted_subclasses=True)
class Host:
    """The real outside world."""

    def __init__(
        self, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None, stderr: BinaryIO | None = None
    ) -> None:
        self.stdin: BinaryIO = sys.stdin.buffer if stdin is None else stdin
        self.stdout: BinaryIO = sys.stdout.buffer if stdout is None else stdout
        self.stderr: BinaryIO = sys.stderr.buffer if stderr is None else stderr
        self._written: Final[WeakSet[BinaryIO]] = WeakSet()  # open files that may hold unwritten data

    # -- time ------------------------------------------------------------------------------------

    def clock(self) -> float:
        """CPU time used by the program, in seconds."""
        return time.process_time()

    def time(self) -> int:
        """The current time, in seconds since the epoch."""
        return int(time.time())

    def local_time(self, seconds: int) -> struct_time:
        """Broken-down local time; raises OverflowError or OSError if the year does not fit a C int."""
        return time.localtime(seconds)

    def make_time(self, year: int, month: int, day: int, hour: int, minute: int, second: int, isdst: int) -> int:
        """C's `mktime`: seconds since the epoch of a local time whose fields may be out of their ranges.

        `month` counts from 1; `isdst` is 1, 0, or -1 for unknown.  Raises OverflowError if out of range.
        """
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        utc = _days_before(year, month) * 86400 + (day - 1) * 86400 + hour * 3600 + minute * 60 + second
        if -_EXACT < utc < _EXACT:
            return int(time.mktime((year, month, day, hour, minute, second, 0, 0, isdst)))
        return utc - int(self.local_time(utc).tm_gmtoff)  # `time.mktime` returns a float, too coarse here

    # -- environment -----------------------------------------------------------------------------

    def getenv(self, name: bytes) -> bytes | None:
        return os.environb.get(name)

    # -- files -----------------------------------------------------------------------------------

    def use_file(self) -> None:
        """Called before the program reads, writes, moves or closes an open file, standard output aside."""

    def open(self, path: bytes, mode: str) -> BinaryIO:
        """Open a file as C's `fopen` does; `mode` is one of r, w, a, r+, w+, a+."""
        try:
            stream = cast(BinaryIO, open(path, mode + "b"))  # noqa: SIM115  # the program closes it
        except IsADirectoryError:
            if mode != "r":
                raise
            return cast(BinaryIO, DirectoryStream())
        if mode == "a+":
            stream.seek(0)  # C reads from the start
        if mode != "r":
            self._written.add(stream)
        return stream

    def temporary_file(self) -> BinaryIO:
        """An empty file for reading and writing, without a name, gone when it is closed."""
        stream = cast(BinaryIO, tempfile.TemporaryFile("w+b"))  # noqa: SIM115  # the program closes it
        self._written.add(stream)
        return stream

    def temporary_name(self) -> bytes:
        """The name of a new, empty file."""
        descriptor, name = tempfile.mkstemp(prefix="lua_")
        os.close(descriptor)
        return os.fsencode(name)

    def remove(self, path: bytes) -> None:
        """Remove a file or an empty directory."""
        if os.path.isdir(path) and not os.path.islink(path):
            os.rmdir(path)
        else:
            os.remove(path)

    def rename(self, source: bytes, target: bytes) -> None:
        os.rename(source, target)

    # -- processes -------------------------------------------------------------------------------

    def has_shell(self) -> bool:
        return os.path.exists("/bin/sh") or "COMSPEC" in os.environ

    def execute(self, command: bytes) -> int:
        """Run a shell command to its end: the exit status, or minus the number of the signal that ended it."""
        self.stdout.flush()
        return subprocess.call(command, shell=True)

    def popen(self, command: bytes, mode: str) -> Process:
        """Start a shell command; `mode` r reads its standard output, w writes its standard input."""
        self._flush_all()
        if mode == "r":
            child = subprocess.Popen(command, shell=True, stdout=subprocess.PIPE)
            return Process(cast(BinaryIO, child.stdout), child)
        child = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE)
        return Process(cast(BinaryIO, child.stdin), child)

    def _flush_all(self) -> None:
        """So that a new process finds in the files what the program has written."""
        self.stdout.flush()
        for stream in self._written:
            if not stream.closed:
                stream.flush()


# Up to here a float counts seconds exactly.
_EXACT: Final = 2**53 - 1


def _days_before(year: int, month: int) -> int:
    """Days from 1970-01-01 to the first of a month of the proleptic Gregorian calendar."""
    # Count years from March, so that the leap day is the last of a year.
    if month <= 2:
        year -= 1
        month += 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 - 719468
