"""What is written about a symbol: the annotations above its definition.  Relies on `annotations` and `linking`."""

from typing import Final

from lsp.analysis.comments import line_behind, lines_above
from lsp.analysis.linking import Files, fields_named, path_of
from lsp.analysis.links import links
from lsp.analysis.symbols import FieldSymbol, GlobalSymbol, LocalSymbol, Symbol
from lsp.binding import facts as kinds
from lsp.binding.facts import FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.types.annotations import Annotations, Note, parse

_NONE: Final = Annotations()


def at(snapshot: Snapshot, offset: int) -> Annotations:
    """What the comment above an offset's line says, or the one at the end of the line."""
    key = (Annotations, offset)
    found = snapshot.memory.get(key)
    if not isinstance(found, Annotations):
        found = parse(lines_above(snapshot, offset) or line_behind(snapshot, offset))
        snapshot.memory[key] = found
    return found


def has_annotations(snapshot: Snapshot) -> bool:
    """Whether a file has annotations at all."""
    found = snapshot.memory.get("has annotations")
    if not isinstance(found, bool):
        found = b"--@" in snapshot.text
        snapshot.memory["has annotations"] = found
    return found


def is_annotated(snapshot: Snapshot, unit: int) -> bool:
    """Whether a unit, or the comment behind it, has annotations."""
    units = snapshot.units
    if b"--@" in units[unit].text:
        return True
    return unit + 1 < len(units) and b"--@" in units[unit + 1].text.partition(b"\n")[0]


def of_function(snapshot: Snapshot, unit: int, function: FunctionFacts) -> Annotations:
    """What is written about a function."""
    node = function.node
    if node is None:
        return _NONE
    target = function.target
    start = node.start if target is None else min(target.start, node.start)
    return at(snapshot, start + snapshot.shift(unit))


def of_variable(snapshot: Snapshot, unit: int, variable: Variable) -> Annotations:
    """What is written about a local variable; for a parameter what its function's comment says of it."""
    if variable.kind == kinds.PARAMETER or variable.kind == kinds.VARARG:
        name = variable.name.decode("utf-8", "replace") if variable.kind == kinds.PARAMETER else "..."
        note = of_function(snapshot, unit, variable.function).parameters.get(name)
        return _NONE if note is None else Annotations(text=[note.text], types=[optional(note)])
    if variable.kind == kinds.LOOP or variable.statement is None:
        return _NONE
    return at(snapshot, variable.statement.start + snapshot.shift(unit))


def optional(note: Note) -> str:
    """A note's type, with nil if it may be left out."""
    return f"{note.type}?" if note.optional and note.type and not note.type.endswith("?") else note.type


def of_symbol(files: Files, snapshot: Snapshot, symbol: Symbol) -> Annotations:
    """What is written about a symbol where it is defined; `snapshot` is its file, or the one that names it."""
    if isinstance(symbol, LocalSymbol):
        return of_variable(snapshot, symbol.unit, symbol.variable)
    if isinstance(symbol, FieldSymbol):
        for unit, use in fields_named(snapshot, symbol.name):
            if use.access == kinds.WRITE:
                path = path_of(files, snapshot, unit, use.object)
                if path is not None and path.field(use.key.value) == symbol.path:
                    return at(snapshot, use.key.start + snapshot.shift(unit))
    if isinstance(symbol, GlobalSymbol):
        linked = links(snapshot)
        for unit in linked.users.get(symbol.name, ()):
            for free in snapshot.units[unit].facts.free[symbol.name]:
                if free.access != kinds.READ and linked.lookup(symbol.name, unit) is None:
                    return at(snapshot, free.node.start + snapshot.shift(unit))
    return _NONE
