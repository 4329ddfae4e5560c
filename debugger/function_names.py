"""The names that functions are called by: as their source declares them, and where it does not, by their place."""

from collections.abc import Callable, Sequence
from typing import Final

from debugger.breakpoints import source_path
from debugger.declared_functions import Declared, declared_functions, is_meant
from debugger.source_texts import SourceTexts
from engine.compiler.proto import Proto
from engine.syntax.dialects import Dialect


class FunctionNames:
    """The names in the chunks of a program; `chunks` gives those that were loaded from a source."""

    def __init__(self, texts: SourceTexts, dialect: Dialect, chunks: Callable[[str], Sequence[Proto]]) -> None:
        self._texts: Final = texts
        self._dialect: Final = dialect
        self._chunks: Final = chunks
        self._known: dict[Proto, str] = {}

    def of(self, proto: Proto) -> str:
        """The name that a function's source declares it by; where there is none, its place."""
        known = self._known.get(proto)
        if known is None:
            for main in self._chunks(source_path(proto)):
                self._known[main] = "main chunk"
                for one in self.declared(main):
                    self._known[one.proto] = one.name or _place(one.proto)
            known = self._known.setdefault(proto, _place(proto))
        return known

    def give(self, proto: Proto, name: str) -> None:
        """Call a function by a name that is not in its source."""
        self._known[proto] = name

    def declared(self, main: Proto) -> list[Declared]:
        """The functions of a chunk."""
        text = "\n".join(self._texts.lines(source_path(main))).encode()
        return declared_functions(text, main, self._dialect)

    def meant(self, main: Proto, name: str) -> list[Proto]:
        """The functions of a chunk that a name stands for."""
        return [one.proto for one in self.declared(main) if is_meant(name, one, source_path(main))]


def _place(proto: Proto) -> str:
    return f"function <{source_path(proto)}:{proto.line}>"
