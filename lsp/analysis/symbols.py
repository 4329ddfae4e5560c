"""Symbols: what the name at a place means, and where else in a file the same thing is named.

A symbol is a local variable, a global, a field at the end of a path, a field of something unknown, or a label.
Relies on `linking`.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.syntax import ast
from lsp.analysis.linking import Files, Global, Path, fields_named, path_of
from lsp.analysis.links import links
from lsp.binding.facts import DECLARE, READ, FieldUse, LabelFacts, Use, Variable
from lsp.binding.jumps import jump_name
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit


@dataclass(frozen=True)
class LocalSymbol:
    """A local variable."""

    variable: Variable
    uri: str = field(compare=False)
    unit: int = field(compare=False)

    @property
    def name(self) -> bytes:
        return self.variable.name


@dataclass(frozen=True)
class GlobalSymbol:
    """A global variable."""

    name: bytes


@dataclass(frozen=True)
class FieldSymbol:
    """A field of a known table."""

    path: Path

    @property
    def name(self) -> bytes:
        return self.path.keys[-1]


@dataclass(frozen=True)
class UnknownField:
    """A field of something that is not known."""

    name: bytes


@dataclass(frozen=True)
class LabelSymbol:
    """A label of a file."""

    label: LabelFacts
    uri: str = field(compare=False)
    unit: int = field(compare=False)

    @property
    def name(self) -> bytes:
        return self.label.name


Symbol = LocalSymbol | GlobalSymbol | FieldSymbol | UnknownField | LabelSymbol


class Occurrence(NamedTuple):
    """A place where a symbol is named, in bytes of the file, and what is done with it there."""

    start: int
    end: int
    access: int


class Mark(NamedTuple):
    """A name in a unit, in the coordinates of its tree."""

    start: int
    end: int
    what: Use | FieldUse | LabelFacts | ast.Goto


def key_span(key: ast.String) -> tuple[int, int]:
    """Where a field's name stands: without the quotes, if it has some."""
    if key.end - key.start == len(key.value) + 2:
        return key.start + 1, key.end - 1
    return key.start, key.end


def marks(unit: Unit) -> list[Mark]:
    """All names of a unit, in the order of the text."""
    found = unit.memory.get(Mark)
    if not isinstance(found, list):
        facts = unit.facts
        found = [Mark(use.node.start, use.node.end, use) for use in facts.uses if use.node.start < use.node.end]
        found += [Mark(*key_span(use.key), use) for use in facts.fields]
        found += [Mark(label.start, label.end, label) for label in facts.labels]
        found += [Mark(*jump_name(jump), jump) for label in facts.labels for jump in label.jumps]
        found += [Mark(*jump_name(jump), jump) for jump in facts.open_jumps]
        found.sort(key=lambda mark: mark[:2])
        unit.memory[Mark] = found
    return found


def mark_at(snapshot: Snapshot, offset: int) -> tuple[int, Mark] | None:
    """The name that holds an offset, or ends at it, and its unit."""
    unit = snapshot.unit_at(offset)
    while unit < len(snapshot.units) and snapshot.starts[unit] <= offset:
        at = offset - snapshot.shift(unit)
        found = marks(snapshot.units[unit])
        index = bisect_right(found, at, key=lambda mark: mark.start) - 1
        if index >= 0 and found[index].start <= at <= found[index].end:
            return unit, found[index]
        unit += 1
    return None


def symbol_of(files: Files, snapshot: Snapshot, unit: int, mark: Mark) -> Symbol:
    """What a name of a unit means."""
    what = mark.what
    if isinstance(what, Use):
        return symbol_of_name(snapshot, unit, what)
    if isinstance(what, FieldUse):
        return symbol_of_field(files, snapshot, unit, what)
    if isinstance(what, LabelFacts):
        return LabelSymbol(what, snapshot.uri, unit)
    found = _label_of(snapshot, unit, what)
    return UnknownField(what.label) if found is None else LabelSymbol(found[1], snapshot.uri, found[0])


def symbol_of_name(snapshot: Snapshot, unit: int, use: Use) -> LocalSymbol | GlobalSymbol:
    """What a variable's name means."""
    if use.variable is not None:
        return LocalSymbol(use.variable, snapshot.uri, unit)
    found = links(snapshot).lookup(use.node.name, unit)
    return GlobalSymbol(use.node.name) if found is None else LocalSymbol(found[1], snapshot.uri, found[0])


def symbol_of_field(files: Files, snapshot: Snapshot, unit: int, use: FieldUse) -> Symbol:
    """What a field's name means."""
    path = path_of(files, snapshot, unit, use.object)
    return UnknownField(use.key.value) if path is None else symbol_of_path(path.field(use.key.value))


def symbol_of_path(path: Path) -> Symbol:
    """What is at the end of a path."""
    if path.keys:
        return FieldSymbol(path)
    root = path.root
    if isinstance(root, Global):
        return GlobalSymbol(root.name)
    return LocalSymbol(root.variable, root.snapshot.uri, root.unit)


def symbol_at(files: Files, snapshot: Snapshot, offset: int) -> tuple[Symbol, Occurrence] | None:
    """The symbol named at an offset of the file, and that name."""
    found = mark_at(snapshot, offset)
    if found is None:
        return None
    unit, mark = found
    shift = snapshot.shift(unit)
    return symbol_of(files, snapshot, unit, mark), Occurrence(mark.start + shift, mark.end + shift, _access(mark.what))


def _access(what: Use | FieldUse | LabelFacts | ast.Goto) -> int:
    if isinstance(what, (Use, FieldUse)):
        return what.access
    return DECLARE if isinstance(what, LabelFacts) else READ


def _label_of(snapshot: Snapshot, unit: int, jump: ast.Goto) -> tuple[int, LabelFacts] | None:
    for label in snapshot.units[unit].facts.labels:
        if jump in label.jumps:
            return unit, label
    for at, other in enumerate(snapshot.units):
        for label in other.facts.top_labels:
            if label.name == jump.label:
                return at, label
    return None


def occurrences(files: Files, snapshot: Snapshot, symbol: Symbol) -> list[Occurrence]:
    """Where a file names a symbol, in the order of the text."""
    if isinstance(symbol, LocalSymbol):
        found = list(_of_local(snapshot, symbol)) if symbol.uri == snapshot.uri else []
    elif isinstance(symbol, GlobalSymbol):
        found = [*_of_global(snapshot, symbol.name), *_of_fields(files, snapshot, symbol)]
    elif isinstance(symbol, LabelSymbol):
        found = list(_of_label(snapshot, symbol)) if symbol.uri == snapshot.uri else []
    else:
        found = list(_of_fields(files, snapshot, symbol))
    return sorted(set(found))


def _of_local(snapshot: Snapshot, symbol: LocalSymbol) -> Iterator[Occurrence]:
    variable = symbol.variable
    shift = snapshot.shift(symbol.unit)
    node = variable.node
    if node.start < node.end:
        yield Occurrence(node.start + shift, node.end + shift, DECLARE)
    for use in variable.uses:
        yield Occurrence(use.node.start + shift, use.node.end + shift, use.access)
    if variable.exported:
        for at, use in links(snapshot).free_uses(snapshot, symbol.unit, variable):
            shift = snapshot.shift(at)
            yield Occurrence(use.node.start + shift, use.node.end + shift, use.access)


def _of_global(snapshot: Snapshot, name: bytes) -> Iterator[Occurrence]:
    linked = links(snapshot)
    for at in linked.users.get(name, ()):
        if linked.lookup(name, at) is None:
            shift = snapshot.shift(at)
            for use in snapshot.units[at].facts.free[name]:
                yield Occurrence(use.node.start + shift, use.node.end + shift, use.access)


def _of_fields(files: Files, snapshot: Snapshot, symbol: Symbol) -> Iterator[Occurrence]:
    for at, use in fields_named(snapshot, symbol.name):
        if symbol_of_field(files, snapshot, at, use) == symbol:
            shift = snapshot.shift(at)
            start, end = key_span(use.key)
            yield Occurrence(start + shift, end + shift, use.access)


def _of_label(snapshot: Snapshot, symbol: LabelSymbol) -> Iterator[Occurrence]:
    label = symbol.label
    shift = snapshot.shift(symbol.unit)
    yield Occurrence(label.start + shift, label.end + shift, DECLARE)
    for jump in label.jumps:
        start, end = jump_name(jump)
        yield Occurrence(start + shift, end + shift, READ)
    for at, unit in enumerate(snapshot.units):
        for jump in unit.facts.open_jumps:
            found = _label_of(snapshot, at, jump)
            if found is not None and found[1] is label:
                start, end = jump_name(jump)
                yield Occurrence(start + snapshot.shift(at), end + snapshot.shift(at), READ)
