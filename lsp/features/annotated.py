"""What names in annotations mean, and the fields of annotated classes, wherever they are used.

A class, an alias or an enum is known by its name.  A field belongs to the class that declares it, or whose table it is
assigned to; it is used where an object of that class, or of one that inherits from it, is.
Relies on `mentions` and on inference.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.syntax.nodes import text_of
from lsp.analysis.comments import lines_above
from lsp.analysis.linking import Path, fields_named, values_at
from lsp.analysis.symbols import (
    FieldSymbol,
    LocalSymbol,
    Occurrence,
    Symbol,
    key_span,
    mark_at,
    occurrences,
    symbol_at,
    symbol_of_field,
)
from lsp.analysis.visibility import visible
from lsp.binding.facts import DECLARE, READ, FieldUse
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features.defined import of_symbol, searched
from lsp.features.describe import Description, describe
from lsp.types import classes, declared, inference, mentions
from lsp.types.classes import Declaration
from lsp.types.mentions import Mention
from lsp.types.model import Named, members
from lsp.types.notation import show
from lsp.types.scope import scope_at
from lsp.workspace.project import Project


@dataclass(frozen=True)
class TypeName:
    """A class, an alias or an enum."""

    text: str

    @property
    def name(self) -> bytes:
        return self.text.encode()


@dataclass(frozen=True)
class ClassField:
    """A field of an annotated class."""

    owner: str
    name: bytes


Target = TypeName | ClassField | LocalSymbol


class Found(NamedTuple):
    """A target, and the name of it that stands at a place."""

    target: "Target | Symbol"
    start: int
    end: int


def target_at(project: Project, snapshot: Snapshot, offset: int) -> Found | None:
    """What a name means, wherever it stands."""
    found = in_comment(project, snapshot, offset) or class_field(project, snapshot, offset)
    if found is None:
        symbol = symbol_at(project, snapshot, offset)
        found = None if symbol is None else Found(symbol[0], symbol[1].start, symbol[1].end)
    return found


def in_comment(project: Project, snapshot: Snapshot, offset: int) -> Found | None:
    """What a name in a comment means."""
    for one in mentions.mentions(snapshot):
        if one.start <= offset <= one.end:
            target = _target(project, snapshot, one)
            return None if target is None else Found(target, one.start, one.end)
    return None


def _target(project: Project, snapshot: Snapshot, one: Mention) -> Target | None:
    if one.what in (mentions.TYPE, mentions.DECLARED):
        return None if classes.find(project, one.name) is None else TypeName(one.name)
    if one.what == mentions.PARAMETER:
        return _parameter(snapshot, one)
    if one.what == mentions.VARIABLE:
        found = visible(snapshot, one.start).get(one.name.encode())
        return None if found is None else LocalSymbol(found[1], snapshot.uri, found[0])
    declaration = _declaration_around(snapshot, one)
    return None if declaration is None else ClassField(declaration.name, one.name.encode())


def _parameter(snapshot: Snapshot, one: Mention) -> LocalSymbol | None:
    """The parameter that a comment above a function is about."""
    line = snapshot.lines.line_of(one.start)
    at = snapshot.unit_at(one.start)
    while at < len(snapshot.units) and snapshot.starts[at] <= one.start:
        shift = snapshot.shift(at)
        for function in snapshot.units[at].facts.functions:
            if function.node is None:
                continue
            start = function.node.start if function.target is None else min(function.target.start, function.node.start)
            below = snapshot.lines.line_of(start + shift)
            if line < below <= line + len(lines_above(snapshot, start + shift)):
                for variable in function.parameters:
                    if text_of(variable.name) == one.name:
                        return LocalSymbol(variable, snapshot.uri, at)
        at += 1
    return None


def _declaration_around(snapshot: Snapshot, one: Mention) -> Declaration | None:
    for declaration in classes.declarations(snapshot).values():
        if declaration.start <= one.start < declaration.statement:
            return declaration
    return None


# -- fields of classes


def class_field(project: Project, snapshot: Snapshot, offset: int) -> Found | None:
    """The field of an annotated class that code names at an offset."""
    found = mark_at(snapshot, offset)
    if found is None or not isinstance(found[1].what, FieldUse):
        return None
    unit, mark = found
    owner = _owner(project, snapshot, unit, found[1].what)
    if not owner:
        return None
    shift = snapshot.shift(unit)
    return Found(ClassField(owner, found[1].what.key.value), mark.start + shift, mark.end + shift)


def _owner(project: Project, snapshot: Snapshot, unit: int, use: FieldUse) -> str:
    """The class that the field belongs to which code names; empty if there is none, or more than one."""
    scope = scope_at(project, snapshot, unit)
    kind = declared.resolved(scope, inference.kind_of(project, snapshot, unit, use.object))
    owners = {_declaring(project, snapshot, one, use.key.value) for one in members(kind) if isinstance(one, Named)}
    symbol = symbol_of_field(project, snapshot, unit, use)
    if not owners and isinstance(symbol, FieldSymbol):
        name = inference.class_at(project, snapshot, Path(symbol.path.root, symbol.path.keys[:-1]))
        owners = {_declaring(project, snapshot, Named(name), use.key.value)} if name else set()
    return owners.pop() if len(owners) == 1 else ""


def _declaring(project: Project, snapshot: Snapshot, kind: Named, name: bytes) -> str:
    """The class that a field is declared in or assigned to, of those that a class inherits from."""
    scope = scope_at(project, snapshot, 0)
    noted = declared.fields(scope, kind).get(text_of(name))
    if noted is not None:
        return noted.owner
    for one in declared.lineage(scope, kind):
        path = _table(project, one.name)
        if path is not None and any(True for _ in values_at(project, path.field(name), snapshot)):
            return one.name
    return ""


def _table(project: Project, owner: str) -> Path | None:
    found = classes.find(project, owner)
    return None if found is None else classes.table_of(project, *found)


# -- where targets are named


def places(project: Project, snapshot: Snapshot, target: Target | Symbol) -> list[Occurrence]:
    """Where a file names a target, in the order of the text."""
    found: set[Occurrence] = set()
    if isinstance(target, ClassField):
        found.update(_uses(project, snapshot, target))
    elif not isinstance(target, TypeName):
        found.update(occurrences(project, snapshot, target))
    if isinstance(target, (TypeName, ClassField, LocalSymbol)) and target.name:
        text = text_of(target.name)
        for one in mentions.mentions(snapshot):
            if one.name == text and _target(project, snapshot, one) == target:
                is_declared = one.what in (mentions.DECLARED, mentions.FIELD)
                found.add(Occurrence(one.start, one.end, DECLARE if is_declared else READ))
    return sorted(found)


def _uses(project: Project, snapshot: Snapshot, target: ClassField) -> Iterator[Occurrence]:
    for at, use in fields_named(snapshot, target.name):
        if _owner(project, snapshot, at, use) == target.owner:
            start, end = key_span(use.key)
            yield Occurrence(start + snapshot.shift(at), end + snapshot.shift(at), use.access)


def files(project: Project, snapshot: Snapshot, target: Target | Symbol) -> Iterable[Snapshot]:
    """The files that may name a target."""
    if isinstance(target, (TypeName, ClassField)):
        return project.mentioning(target.name)
    return searched(project, snapshot, target)


def defined(project: Project, snapshot: Snapshot, target: Target | Symbol) -> list[Location]:
    """Where a target is defined."""
    if isinstance(target, TypeName):
        found = classes.find(project, target.text)
        return [] if found is None else [Location(found[0].uri, found[1].start, found[1].end)]
    if isinstance(target, ClassField):
        home = classes.find(project, target.owner)
        every = [] if home is None else places(project, home[0], target)
        written = [one for one in every if one.access != READ]
        noted = [one for one in written if one.access == DECLARE]
        return [] if home is None else [Location(home[0].uri, one.start, one.end) for one in noted or written]
    return of_symbol(project, snapshot, target)


def description(project: Project, snapshot: Snapshot, target: Target | Symbol) -> Description:
    """What a name in a comment is."""
    if isinstance(target, ClassField):
        field = declared.fields(scope_at(project, snapshot, 0), Named(target.owner)).get(text_of(target.name))
        kind = "" if field is None else f": {show(field.type)}"
        return Description(f"(field) {target.owner}.{text_of(target.name)}{kind}", "" if field is None else field.text)
    if not isinstance(target, TypeName):
        return describe(project, snapshot, target)
    found = classes.find(project, target.text)
    if found is None:
        return Description(target.text, "")
    says = found[1].annotations
    text = says.description
    if says.alias is not None:
        return Description(f"(alias) {target.text}: {says.alias.type}", says.alias.text or text)
    if says.is_enum:
        return Description(f"(enum) {target.text}", text)
    parents = f"\n\nInherits from {', '.join(f'`{one}`' for one in says.parents)}." if says.parents else ""
    fields = [f"    {note.name}{'?' if note.optional else ''}: {note.type}" for note in says.fields]
    shown = " {\n" + ",\n".join(fields[:20]) + "\n}" if fields else ""
    return Description(f"(class) {target.text}{shown}", f"{text}{parents}".strip())
