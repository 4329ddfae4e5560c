"""A snapshot: one version of a file, never changed.  Everything that is derived from it is made when first asked for.

Relies on `parsing`, `units` and `positions`, and `refusals`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from engine.syntax import ast
from engine.syntax.dialects import Dialect
from engine.syntax.errors import SyntaxProblem
from lsp.binding.facts import MANY_VARIABLES
from lsp.documents.parsing import Parsed, parse_again, parse_all
from lsp.documents.positions import LineIndex
from lsp.documents.refusals import Refusal, of_unit, refusal
from lsp.documents.units import Unit

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Snapshot:
    """A file's text in one version, and its parse."""

    def __init__(
        self, uri: str, text: bytes, dialect: Dialect, version: int | None = None, previous: "Snapshot | None" = None
    ) -> None:
        self.uri: Final = uri
        self.text: Final = text
        self.dialect: Final = dialect
        self.version: Final = version
        self.source: Final = _without_first_line(text)
        parsed: Parsed | None = None
        if previous is not None and previous.dialect is dialect:
            parsed = parse_again(self.source, dialect, previous.source, previous.parsed)
        if parsed is None:
            parsed = parse_all(self.source, dialect, [] if previous is None else previous.units)
        self.parsed: Final[Parsed] = parsed
        self.units: Final[list[Unit]] = parsed.units
        self.starts: Final[list[int]] = parsed.starts
        self.problems: Final[list[SyntaxProblem]] = parsed.problems

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self.text)

    @cached_property
    def memory(self) -> dict[object, object]:
        """What analyses remember about the snapshot, each under a key of its own."""
        return {}

    @cached_property
    def refusals(self) -> list[Refusal]:
        """What the engine's compiler refuses besides syntax: of each unit, or of a file that it must see whole."""
        exports = sum(len(unit.facts.exports) for unit in self.units)
        if exports > MANY_VARIABLES or any(unit.facts.spans_units for unit in self.units):
            found = refusal(self.source, self.dialect)
            return [] if found is None else [found]
        refused: list[Refusal] = []
        for at, unit in enumerate(self.units):
            one = of_unit(unit)
            if one is not None:
                refused.append(one.moved(self.lines.line_of(self.starts[at]), self.starts[at]))
        return refused

    def unit_at(self, offset: int) -> int:
        """The index of the unit that holds an offset; between two units it is the first."""
        at = bisect_right(self.starts, offset) - 1
        while at > 0 and self.starts[at] == offset:
            at -= 1
        return at

    def shift(self, unit: int) -> int:
        """What to add to an offset in the unit's tree to get one in the file."""
        return self.starts[unit] - self.units[unit].origin

    def statements(self) -> Iterator[tuple[int, Unit, ast.Stat]]:
        """The units that have a statement, with their shifts."""
        for at, unit in enumerate(self.units):
            if unit.statement is not None:
                yield self.shift(at), unit, unit.statement


def _without_first_line(text: bytes) -> bytes:
    """The text as `load` gets it from a file: a byte order mark and a first line with ``#`` are blanks."""
    if text.startswith(_BYTE_ORDER_MARK):
        text = b"   " + text[3:]
    first = text[3:] if text.startswith(b"   #") else text
    if not first.startswith(b"#"):
        return text
    end = min((at for at in (text.find(b"\n"), text.find(b"\r")) if at >= 0), default=len(text))
    return b" " * end + text[end:]
