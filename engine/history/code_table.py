"""The code of a run: every prototype has a number, by which snapshots name it.

Library code comes first; then, chunk after chunk as the program loads them, each chunk's functions from the outside in.
A number never changes and is never used again.  Code that a snapshot does not name cannot come back: it is forgotten.

Where a snapshot is read, a chunk that is not in memory is made from its binary form as soon as it is needed, and
announced as if the program had loaded it.
"""

from collections.abc import Sequence
from typing import Final, final

from engine.compiler.chunks import dump, undump
from engine.compiler.proto import Proto
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_form import BadSnapshot, CannotBeWritten
from engine.syntax.errors import LuaSyntaxError
from engine.vm.machine import Machine

_HOST: Final = 1 << 39
"""The first number of code that the host has for all machines."""

_OWN: Final = 1 << 40
"""The first number of chunks that a reader has loaded and the writer did not need."""


@final
class LoadedChunk:
    """A chunk that was loaded at step `t`; its functions have the numbers from `first` on, `size` of them.

    `data` is its binary form; `text` was read from the file `path`, if it comes from one.
    """

    def __init__(self, t: int, first: int, size: int, data: bytes, path: bytes, text: bytes) -> None:
        self.t: Final = t
        self.first: Final = first
        self.size: Final = size
        self.data: Final = data
        self.path: Final = path
        self.text: Final = text


@final
class _Known:
    """A chunk in memory."""

    def __init__(self, t: int, protos: list[Proto], path: bytes, text: bytes) -> None:
        self.t: Final = t
        self.protos: Final = protos
        self.path: Final = path
        self.text: Final = text


@final
class CodeTable:
    """The prototypes of a machine by number, and their numbers."""

    def __init__(self, machine: Machine, library: LibraryObjects) -> None:
        self._machine: Final = machine
        self._protos: Final[dict[int, Proto]] = {}
        self._places: Final[dict[Proto, tuple[int, int]]] = {}  # the number, and the first of the chunk or -1
        self._chunks: Final[dict[int, _Known]] = {}  # by their first numbers
        self._waiting: Final[dict[int, LoadedChunk]] = {}  # by each number: what is not in memory
        self._used: Final[dict[int, bool]] = {}  # the chunks that have been named since this was asked
        self._next = len(library.protos)
        for number, proto in enumerate(library.protos):
            self._protos[number] = proto
            self._places[proto] = (number, -1)

    def add_host_code(self, protos: Sequence[Proto]) -> None:
        """Code of the host that is no chunk of the program's: the same everywhere, in the same order."""
        for offset, proto in enumerate(protos):
            self._protos[_HOST + offset] = proto
            self._places[proto] = (_HOST + offset, -1)

    # -- writing ---------------------------------------------------------------------------------

    def add(self, t: int, main: Proto, path: bytes = b"", text: bytes = b"") -> None:
        """A chunk has been loaded, from the text of a file, if a path is given."""
        self._keep(self._next, _Known(t, functions_of(main), path, text))

    def _keep(self, first: int, chunk: _Known) -> None:
        self._chunks[first] = chunk
        for offset, proto in enumerate(chunk.protos):
            self._protos[first + offset] = proto
            self._places[proto] = (first + offset, first)
        self._next = max(self._next, first + len(chunk.protos))

    def number(self, proto: Proto) -> int:
        """Raises CannotBeWritten."""
        found = self._places.get(proto)
        if found is None:
            raise CannotBeWritten("a function of a chunk that the host has loaded by itself")
        if len(proto.origins) > 0:
            raise CannotBeWritten("code that comes from macros")
        self._used[found[1]] = True
        return found[0]

    def take_used(self) -> list[int]:
        """The chunks that have been named since this was asked last, by their first numbers; forget all others."""
        used = sorted([first for first in self._used if first >= 0])
        for first in list(self._chunks):
            if first not in self._used:
                chunk = self._chunks.pop(first)
                for offset, proto in enumerate(chunk.protos):
                    del self._protos[first + offset]
                    del self._places[proto]
        self._used.clear()
        return used

    def chunk(self, first: int) -> LoadedChunk:
        """One of the chunks that are in use."""
        known = self._chunks[first]
        return LoadedChunk(known.t, first, len(known.protos), dump(known.protos[0], False), known.path, known.text)

    # -- reading ---------------------------------------------------------------------------------

    def add_loaded(self, chunk: LoadedChunk) -> None:
        """A chunk of the run.  Raises BadSnapshot, if the machine has another."""
        if chunk.t in self._machine.chunks:
            self._bring(chunk)
        else:
            for offset in range(chunk.size):
                self._waiting[chunk.first + offset] = chunk

    def add_own(self) -> None:
        """Give numbers to the chunks that the machine itself has loaded, where they have none."""
        for t, main in self._machine.chunks.items():
            if main not in self._places:
                self._next = max(self._next, _OWN)
                self.add(t, main)

    def proto(self, number: int) -> Proto:
        """Raises BadSnapshot."""
        found = self._protos.get(number)
        if found is None:
            waiting = self._waiting.get(number)
            if waiting is None:
                raise BadSnapshot(f"there is no function number {number}")
            self._bring(waiting)
            found = self._protos[number]
        return found

    def _bring(self, chunk: LoadedChunk) -> None:
        """Bring a chunk into memory: the one that the machine has loaded already, or a new one."""
        main = self._machine.chunks.get(chunk.t)
        is_new = main is None
        if main is None:
            try:
                main = undump(chunk.data, b"?")
            except LuaSyntaxError as error:
                raise BadSnapshot(f"the code of step {chunk.t}: {error.message.decode('latin-1')}") from None
        protos = functions_of(main)
        if len(protos) != chunk.size:
            raise BadSnapshot(f"the code of step {chunk.t} has {len(protos)} functions instead of {chunk.size}")
        self._keep(chunk.first, _Known(chunk.t, protos, chunk.path, chunk.text))
        if is_new:
            self._machine.chunks[chunk.t] = main
            self._machine.visits.add(main)
            if self._machine.on_chunk is not None:
                self._machine.on_chunk(main)


def functions_of(main: Proto) -> list[Proto]:
    """A prototype and all inside of it, from the outside in."""
    found = [main]
    at = 0
    while at < len(found):
        found += found[at].protos
        at += 1
    return found
