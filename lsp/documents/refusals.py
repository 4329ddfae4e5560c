"""Refusals: what the engine's compiler does not take, besides syntax.

A unit is asked about by itself, once; a file as a whole only if something in it spans units: labels of the top level,
declared globals, constants that other units assign to, very many locals.  Relies on the engine's resolver.
"""

import re
from typing import Final, NamedTuple

from engine.compiler.positions import Positions
from engine.compiler.resolver import resolve
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError
from engine.syntax.parser import parse_tolerant
from lsp.documents.changes import to_text
from lsp.documents.unclosed import CHUNK_NAME, no_collection
from lsp.documents.units import Unit

_AT_LINE: Final = re.compile(r"at line (\d+)")
_POSITION: Final = re.compile(r"[^:]*:\d+: ")


class Refusal(NamedTuple):
    """An error of the compiler: its message without the position, its (1-based) line, and an offset near its cause."""

    message: str
    line: int
    offset: int

    def moved(self, lines: int, by: int) -> "Refusal":
        """The same, for a text that stands further on in a file."""
        message = _AT_LINE.sub(lambda found: f"at line {int(found[1]) + lines}", self.message)
        return Refusal(message, self.line + lines, self.offset + by)


def refusal(source: bytes, dialect: Dialect) -> Refusal | None:
    """What the compiler refuses first in a text."""
    try:
        with no_collection():
            chunk, _ = parse_tolerant(source, CHUNK_NAME, dialect)
            resolve(chunk, Positions(source, CHUNK_NAME, dialect))
    except LuaSyntaxError as error:
        return Refusal(_POSITION.sub("", to_text(error.message), count=1), error.line, error.offset)
    return None


def of_unit(unit: Unit) -> Refusal | None:
    """What the compiler refuses in a unit."""
    if Refusal not in unit.memory:
        unit.memory[Refusal] = refusal(unit.text, unit.dialect) if unit.facts.is_delicate else None
    found = unit.memory[Refusal]
    return found if isinstance(found, Refusal) else None
