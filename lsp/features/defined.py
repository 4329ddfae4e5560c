"""Where symbols are defined, and which files may name them.  Relies on `lsp.analysis.symbols` and on the project."""

from collections.abc import Iterable

from engine.syntax import ast
from lsp.analysis.linking import Local, fields_named
from lsp.analysis.symbols import FieldSymbol, LabelSymbol, LocalSymbol, Symbol, UnknownField, key_span, occurrences
from lsp.binding.facts import DECLARE, READ, WRITE
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.workspace.project import Project


def searched(project: Project, snapshot: Snapshot, symbol: Symbol) -> Iterable[Snapshot]:
    """The files that may name a symbol: its own, or all that have its name in their text."""
    if isinstance(symbol, (LocalSymbol, LabelSymbol)):
        home = snapshot if symbol.uri == snapshot.uri else project.snapshot(symbol.uri)
        return [] if home is None else [home]
    if isinstance(symbol, UnknownField):
        return [snapshot]
    return project.mentioning(symbol.name)


def of_symbol(project: Project, snapshot: Snapshot, symbol: Symbol) -> list[Location]:
    """Where a symbol is defined."""
    if isinstance(symbol, LocalSymbol):
        return [_of_local(project, symbol, snapshot)]
    if isinstance(symbol, FieldSymbol) and isinstance(symbol.path.root, Local):
        found = _writes(project, symbol.path.root.snapshot, symbol)
        if found:
            return found
    if isinstance(symbol, UnknownField):
        return _unknown(snapshot, symbol)
    found = [place for one in searched(project, snapshot, symbol) for place in _writes(project, one, symbol)]
    return found or (_unknown(snapshot, symbol) if isinstance(symbol, FieldSymbol) else [])


def _of_local(project: Project, symbol: LocalSymbol, snapshot: Snapshot) -> Location:
    node = symbol.variable.node
    home = snapshot if symbol.uri == snapshot.uri else project.snapshot(symbol.uri)
    shift = 0 if home is None else home.shift(symbol.unit)
    return Location(symbol.uri, node.start + shift, node.end + shift)


def _writes(project: Project, snapshot: Snapshot, symbol: Symbol) -> list[Location]:
    """The places of a file that assign to a symbol; declarations go before assignments."""
    found = [one for one in occurrences(project, snapshot, symbol) if one.access != READ]
    declared = [one for one in found if one.access == DECLARE]
    return [Location(snapshot.uri, one.start, one.end) for one in declared or found]


def _unknown(snapshot: Snapshot, symbol: UnknownField | FieldSymbol) -> list[Location]:
    """The definitions of functions of this name, whatever they are fields of."""
    found: list[Location] = []
    for at, use in fields_named(snapshot, symbol.name):
        if use.access == WRITE and isinstance(use.value, ast.Function):
            start, end = key_span(use.key)
            found.append(Location(snapshot.uri, start + snapshot.shift(at), end + snapshot.shift(at)))
    return found
