"""The texts of sources: those of chunks that the program loads from strings, as it loads them, and those of files."""

import os
from collections.abc import Callable, Iterator, Mapping

from debugger.breakpoints import source_path
from debugger.values import lines_of
from engine.compiler.proto import Proto
from engine.history.state import cell_value
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction
from engine.vm.machine import Machine

_BINARY = b"\x1b"


class SourceTexts:
    """Is told by the library functions that load, and by the session of every chunk that has been loaded.

    `known` are texts of files as the program has read them; other files are read from the disk if `reads_disk`.
    """

    def __init__(
        self, machine: Machine, texts: Mapping[str, bytes], known: Mapping[bytes, bytes], *, reads_disk: bool
    ) -> None:
        self._texts = dict(texts)
        self._known = known
        self._reads_disk = reads_disk
        self._lines: dict[str, list[str]] = {}
        self._loading: bytes | None = None  # what a library function is loading now
        for native in _loaders(machine):
            native.function = self._noting(native.function)

    def loaded(self, main: Proto) -> None:
        """A chunk has been loaded."""
        text = self._loading
        if text is None and main.source[:1] not in (b"@", b"="):
            text = main.source
        if text is not None and text[:1] != _BINARY:
            name = source_path(main)
            self._texts[name] = text
            self._lines.pop(name, None)

    def lines(self, source: str) -> list[str]:
        """The lines of a source; empty if its text is not known."""
        found = self._lines.get(source)
        if found is None:
            found = self._lines[source] = lines_of(self.text(source).decode("utf-8", "replace"))
        return found

    def text(self, source: str) -> bytes:
        """The text of a source; empty if it is not known."""
        text = self._texts.get(source, self._known.get(os.fsencode(source)))
        if text is None and self._reads_disk:
            try:
                with open(source, "rb") as file:
                    return file.read()
            except (OSError, ValueError):  # ValueError: no name of a file
                return b""
        return text or b""

    def _noting(self, load: Callable[[Call], object]) -> Callable[[Call], object]:
        def noting(call: Call) -> object:
            text = call.arg(1)
            self._loading = text if isinstance(text, bytes) else None
            try:
                return load(call)
            finally:
                self._loading = None

        return noting


def _loaders(machine: Machine) -> Iterator[NativeFunction]:
    """The library functions that load a chunk from a string, be it that of a reader's pieces."""
    tables = [machine.globals]
    prelude = machine.prelude.get(b"load")
    if isinstance(prelude, LuaClosure):
        tables += [held for cell in prelude.cells if isinstance(held := cell_value(cell), LuaTable)]
    for table in tables:
        for name in (b"load", b"loadstring"):
            native = table.get(name)
            if isinstance(native, NativeFunction):
                yield native
