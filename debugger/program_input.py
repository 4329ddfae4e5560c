"""What the program reads from standard input: given piece by piece, by whoever has it.

Nothing blocks.  A program that wants more than there is raises `InputNeeded`, which leaves the machine in the middle of
a step; the mover takes the step back, and executes it again when there is more (`Mover.waits_for_input`).  Input
that was read after a moment can be put back, for a run that goes on from there.
"""

import io

from engine.vm.machine import Machine


class InputNeeded(Exception):  # noqa: N818  # it is no failure
    """The program wants input that has not come yet."""


class ProgramInput(io.BytesIO):
    """Standard input.  `machine` is set as soon as there is one.  It is at its end until somebody opens it."""

    def __init__(self) -> None:
        super().__init__()
        self.machine: Machine | None = None
        self.is_open = False  # whether more may come
        self._data = bytearray()
        self._position = 0
        self._reads: list[tuple[int, int]] = []  # by step, where its first read began

    def open(self) -> None:
        """More will come: wait for it."""
        self.is_open = True

    def feed(self, data: bytes) -> None:
        self._data += data

    def end(self) -> None:
        """No more comes: the program has come to the end of its input when it has read what there is."""
        self.is_open = False

    def put_back(self, t: int) -> None:
        """Forget what steps after moment `t` have read: it is there to be read again."""
        while self._reads and self._reads[-1][0] > t:
            _, self._position = self._reads.pop()

    # -- as a stream -----------------------------------------------------------------------------

    def read(self, size: int | None = -1, /) -> bytes:
        return self._take(None if size is None or size < 0 else size)

    def readline(self, size: int | None = -1, /) -> bytes:
        end = self._data.find(b"\n", self._position) + 1
        length = end - self._position if end else None
        if size is not None and size >= 0:
            length = size if length is None else min(length, size)
        return self._take(length)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        raise io.UnsupportedOperation("seek")

    def _take(self, length: int | None) -> bytes:
        """So many bytes, None for all that will come; fewer only at the end."""
        t = 0 if self.machine is None else int(self.machine.t)
        if not self._reads or self._reads[-1][0] < t:
            self._reads.append((t, self._position))
        if self.is_open and (length is None or len(self._data) - self._position < length):
            raise InputNeeded
        end = len(self._data) if length is None else self._position + length
        taken = bytes(self._data[self._position : end])
        self._position += len(taken)
        return taken
