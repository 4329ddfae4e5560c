"""Semantic tokens: what each name is, for colours.  Relies on `facts` and `linking`.

The tokens of a unit are kept as long as its free names mean the same.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.analysis.symbols import marks
from lsp.binding import facts as kinds
from lsp.binding.facts import DECLARE, WRITE, FieldUse, LabelFacts, Use, Variable
from lsp.documents.positions import Encoding
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit
from lsp.library import catalogue

TYPES: Final = ("variable", "parameter", "function", "method", "property", "namespace", "class", "label")
MODIFIERS: Final = ("declaration", "definition", "readonly", "static", "defaultLibrary", "modification")

_TYPE: Final = {name: number for number, name in enumerate(TYPES)}
_BIT: Final = {name: 1 << number for number, name in enumerate(MODIFIERS)}
_KEY: Final = "semantic tokens"
_GLOBAL: Final = ""
_LIBRARY: Final = "library"
_LIBRARY_FUNCTION: Final = "library function"


class Token(NamedTuple):
    """A name: its bytes, the number of its type and the bits of its modifiers."""

    start: int
    end: int
    type: int
    modifiers: int


def tokens(snapshot: Snapshot, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a file that begin in some bytes of it, in the order of the text."""
    end = len(snapshot.text) if end is None else end
    for at, unit in enumerate(snapshot.units):
        shift = snapshot.shift(at)
        if snapshot.starts[at] + len(unit.text) <= start or snapshot.starts[at] >= end:
            continue
        for token in _of_unit(snapshot, at, unit):
            if start <= token.start + shift < end:
                yield Token(token.start + shift, token.end + shift, token.type, token.modifiers)


def encode(snapshot: Snapshot, found: Iterator[Token], encoding: Encoding) -> list[int]:
    """The numbers of the protocol: line and character relative to the token before, length, type, modifiers."""
    data: list[int] = []
    position = snapshot.lines.position
    last_line = last_character = 0
    for token in found:
        line, character = position(token.start, encoding)
        length = token.end - token.start  # names are ASCII but where a string is a key
        if line != last_line:
            last_character = 0
        data += (line - last_line, character - last_character, length, token.type, token.modifiers)
        last_line, last_character = line, character
    return data


def _of_unit(snapshot: Snapshot, at: int, unit: Unit) -> list[Token]:
    meanings = {name: _meaning(snapshot, at, name) for name in unit.facts.free}
    known = unit.memory.get(_KEY)
    if isinstance(known, tuple) and known[0] == meanings:
        found: list[Token] = known[1]
        return found
    found = [
        token for token in (_token(unit, mark.start, mark.end, mark.what, meanings) for mark in marks(unit)) if token
    ]
    unit.memory[_KEY] = (meanings, found)
    return found


def _meaning(snapshot: Snapshot, unit: int, name: bytes) -> Variable | str:
    found = links(snapshot).lookup(name, unit)
    if found is not None:
        return found[1]
    text = text_of(name)
    if catalogue.is_library(snapshot.dialect, text):
        return _LIBRARY
    return _LIBRARY_FUNCTION if catalogue.is_global(snapshot.dialect, text) else _GLOBAL


def _token(
    unit: Unit,
    start: int,
    end: int,
    what: Use | FieldUse | LabelFacts | ast.Goto,
    meanings: dict[bytes, Variable | str],
) -> Token | None:
    if isinstance(what, Use):
        kind, modifiers = _of_name(what, meanings)
        return Token(start, end, _TYPE[kind], modifiers)
    if isinstance(what, FieldUse):
        if end - start != len(what.key.value):
            return None
        kind, modifiers = _of_field(unit, what, meanings)
        return Token(start, end, _TYPE[kind], modifiers)
    return Token(start, end, _TYPE["label"], _BIT["declaration"] if isinstance(what, LabelFacts) else 0)


def _of_name(use: Use, meanings: dict[bytes, Variable | str]) -> tuple[str, int]:
    modifiers = 0
    if use.access == DECLARE:
        modifiers |= _BIT["declaration"]
    elif use.access == WRITE:
        modifiers |= _BIT["modification"]
    meaning = use.variable or meanings.get(use.node.name, _GLOBAL)
    if isinstance(meaning, Variable):
        return _of_variable(meaning, modifiers)
    if meaning == _LIBRARY:
        return "namespace", modifiers | _BIT["defaultLibrary"]
    if meaning == _LIBRARY_FUNCTION:
        return "function", modifiers | _BIT["defaultLibrary"]
    is_function = isinstance(use.value, ast.Function)
    return "function" if is_function else "variable", modifiers | _BIT["static"]


def _of_variable(variable: Variable, modifiers: int) -> tuple[str, int]:
    if variable.is_constant:
        modifiers |= _BIT["readonly"]
    if variable.kind in (kinds.PARAMETER, kinds.VARARG):
        return "parameter", modifiers
    if variable.kind == kinds.FUNCTION or isinstance(variable.value, ast.Function):
        return "function", modifiers
    return "variable", modifiers


def _of_field(unit: Unit, use: FieldUse, meanings: dict[bytes, Variable | str]) -> tuple[str, int]:
    modifiers = _BIT["definition"] if use.access == WRITE else 0
    if use.is_method:
        return "method", modifiers
    if isinstance(use.value, ast.Function):
        return "function", modifiers
    if isinstance(use.object, ast.Name) and use.object not in unit.facts.variable_of:
        if meanings.get(use.object.name) == _LIBRARY:
            entry = catalogue.find(unit.dialect, f"{text_of(use.object.name)}.{text_of(use.key.value)}")
            if entry is not None:
                return "function" if entry.is_function else "property", modifiers | _BIT["defaultLibrary"]
    return "property", modifiers


class Difference(NamedTuple):
    """Numbers to replace in the data sent before."""

    start: int
    removed: int
    data: list[int]


def difference(old: list[int], new: list[int]) -> list[Difference]:
    """What to change in old data to get the new; both begin and end alike almost always."""
    if old == new:
        return []
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return [Difference(head, len(old) - head - tail, new[head : len(new) - tail])]
