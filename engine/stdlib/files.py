"""The payload of a Lua file handle: a buffered binary stream with what `io` needs on top of Python's.

That is reading numbers, which looks one byte ahead and gives it back, and the buffering modes of C.
Errors are `OSError`; what Python calls an unsupported operation has no errno (see `error_number`).
"""

import errno
import io
import os
from typing import BinaryIO, Final, final

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.host import Process

# Kinds of files: they differ in what closing and writing do.
REGULAR: Final = 0
PROCESS: Final = 1  # one end of a pipe to a command
STANDARD: Final = 2  # cannot be closed
STANDARD_OUTPUT: Final = 3  # so neither; the machine writes it, and keeps a log

_CHUNK: Final = 1 << 20  # read no more at once, however much is asked for
_MAX_NUMERAL: Final = 200  # the longest numeral that is read


@final
class LuaFile:
    """An open, or closed, file."""

    def __init__(self, stream: BinaryIO, kind: i64, process: Process | None = None) -> None:
        self.stream: Final = stream
        self.kind: Final = kind
        self.process: Final = process
        self.closed = False
        self.buffering = b"full"  # or b"line", b"no"
        self._ahead = b""  # at most one byte, read and given back
        self.epoch: i64 = 0  # the epoch that last used it (see `Machine.epoch`)

    def state(self) -> tuple[bool, bytes, bytes]:
        """What changes of it, the stream itself aside."""
        return self.closed, self.buffering, self._ahead

    def set_state(self, state: tuple[bool, bytes, bytes]) -> None:
        self.closed, self.buffering, self._ahead = state

    # -- reading ---------------------------------------------------------------------------------

    def read_line(self, keep_end: bool) -> bytes | None:
        """The next line, with or without its newline; None at the end of the file."""
        ahead = self._ahead
        self._ahead = b""
        line = ahead if ahead == b"\n" else ahead + self.stream.readline()
        if line == b"":
            return None
        return line[:-1] if line.endswith(b"\n") and not keep_end else line

    def read_all(self) -> bytes:
        """The rest of the file."""
        ahead = self._ahead
        self._ahead = b""
        return ahead + self.stream.read()

    def read_bytes(self, count: i64) -> bytes | None:
        """At most `count` (at least 1) bytes; None at the end of the file."""
        pieces = [self._ahead]
        count -= len(self._ahead)
        self._ahead = b""
        while count > 0:
            piece = self.stream.read(min(count, _CHUNK))
            if piece == b"":
                break
            pieces.append(piece)
            count -= len(piece)
        data = b"".join(pieces)
        return data if data else None

    def is_at_end(self) -> bool:
        self._ahead = self.take()
        return self._ahead == b""

    def take(self) -> bytes:
        """The next byte; nothing at the end of the file."""
        ahead = self._ahead
        if ahead:
            self._ahead = b""
            return ahead
        return self.stream.read(1)

    def give_back(self, byte: bytes) -> None:
        self._ahead = byte

    # -- writing ---------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        self._drop_ahead()
        try:
            self.stream.write(data)
        except OSError:
            self._discard()
            raise
        self.wrote(data)

    def wrote(self, data: bytes) -> None:
        """Flush, if the buffering mode wants it after these bytes."""
        if self.buffering == b"no" or (self.buffering == b"line" and b"\n" in data):
            self.flush()

    def flush(self) -> None:
        try:
            self.stream.flush()
        except OSError:
            self._discard()
            raise

    def _discard(self) -> None:
        """Give up what could not be written, as C does; Python would try again each time, so it goes nowhere."""
        try:
            descriptor = self.stream.fileno()
        except OSError:
            return
        inheritable = os.get_inheritable(descriptor)
        kept = os.dup(descriptor)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor, inheritable)
        try:
            self.stream.flush()
        finally:
            os.dup2(kept, descriptor, inheritable)
            os.close(kept)
            os.close(nowhere)

    # -- position and end ------------------------------------------------------------------------

    def seek(self, offset: int, whence: int) -> int:
        """Move as C's `fseek` does (`whence` 0: from the start, 1: from here, 2: from the end); the new position."""
        self._drop_ahead()
        try:
            return self.stream.seek(offset, whence)
        except io.UnsupportedOperation:
            raise OSError(errno.ESPIPE, "Illegal seek") from None

    def _drop_ahead(self) -> None:
        """Before a change of position: the byte that was given back is still to be read."""
        if self._ahead:
            self._ahead = b""
            self.stream.seek(-1, io.SEEK_CUR)

    def close(self) -> int:
        """Close a regular file (0) or a process (its status, see `Process.close`)."""
        self.closed = True
        if self.process is not None:
            return self.process.close()
        self.stream.close()
        return 0


def error_number(error: OSError) -> int:
    """The errno of a failed operation; reading what is open for writing only, or the reverse, is EBADF."""
    return errno.EBADF if error.errno is None else error.errno


@final
class _NumeralReader:
    """Reads the longest prefix of a file that may be a numeral (the "n" format, manual 6.8)."""

    def __init__(self, file: LuaFile) -> None:
        self._file: Final = file
        self._text = b""
        self._next = file.take()

    def skip_spaces(self) -> None:
        while self._next.isspace():
            self._next = self._file.take()

    def accept(self, allowed: bytes) -> bool:
        """Take the next byte if it is one of these, and the numeral not too long."""
        if self._next == b"" or self._next not in allowed:
            return False
        if len(self._text) >= _MAX_NUMERAL:
            self._text = b"." * (_MAX_NUMERAL + 1)  # no numeral any more
            return False
        self._text += self._next
        self._next = self._file.take()
        return True

    def accept_digits(self, digits: bytes) -> int:
        """Take digits; how many there were."""
        count = 0
        while self.accept(digits):
            count += 1
        return count

    def finish(self) -> bytes:
        self._file.give_back(self._next)
        return self._text


def read_numeral(file: LuaFile, names: bytes = b"") -> bytes:
    """What stands at this place and may be a numeral; whether it is one is for the conversion to say.

    `names` are the letters of what else may be one.
    """
    reader = _NumeralReader(file)
    reader.skip_spaces()
    reader.accept(b"+-")
    if reader.accept_digits(names) > 0:
        return reader.finish()
    count = 0
    digits = b"0123456789"
    exponent = b"eE"
    if reader.accept(b"0"):
        if reader.accept(b"xX"):
            digits = b"0123456789abcdefABCDEF"
            exponent = b"pP"
        else:
            count = 1
    count += reader.accept_digits(digits)
    if reader.accept(b"."):
        count += reader.accept_digits(digits)
    if count > 0 and reader.accept(exponent):
        reader.accept(b"+-")
        reader.accept_digits(b"0123456789")
    return reader.finish()


def scanned_number(file: LuaFile) -> int | float | None:
    """The number that C's `scanf` reads: it takes the beginning of an exponent for one, and knows "inf" and "nan"."""
    text = read_numeral(file, b"infatyINFATY")
    name = text.lstrip(b"+-").lower()
    if name in (b"inf", b"infinity", b"nan"):
        return float(text)
    if text[-1:] in b"+-eE" and b"x" not in text.lower():
        text = text.rstrip(b"+-").rstrip(b"eE")
    return numbers.to_number(text)
