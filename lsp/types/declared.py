"""What annotations declare: the fields of classes with those that they inherit, what aliases stand for.

Relies on `classes`, which reads the comments, and on `notation`.
"""

from typing import Final, NamedTuple

from lsp.documents.snapshot import Snapshot
from lsp.types import classes
from lsp.types.annotations import Annotations, Note
from lsp.types.classes import Declaration
from lsp.types.model import (
    BASIC_NAMES,
    UNKNOWN,
    Function,
    Map,
    Named,
    Table,
    Type,
    Union,
    optional,
    substituted,
    union,
)
from lsp.types.notation import read
from lsp.types.scope import Scope, table_of

_MOST_ALIASES: Final = 8
_MOST_ANCESTORS: Final = 30


class Field(NamedTuple):
    """A field of a class, and where it is declared."""

    type: Type
    text: str
    owner: str


def find(scope: Scope, name: str) -> tuple[Snapshot, Declaration] | None:
    """The declaration of a class, an alias or an enum anywhere in the workspace."""

    def search() -> tuple[Snapshot, Declaration] | None:
        for uri in scope.memory.declarers(name.encode()):
            snapshot = scope.memory.snapshot(uri)
            found = None if snapshot is None else classes.declarations(snapshot).get(name)
            if found is not None and snapshot is not None:
                return snapshot, found
        return None

    return scope.remembered(("declaration", name), search, None)


def annotation_of(scope: Scope, name: str) -> Annotations | None:
    """What the declaration of a name says."""
    found = find(scope, name)
    return None if found is None else found[1].annotations


def resolved(scope: Scope, kind: Type, steps: int = _MOST_ALIASES) -> Type:
    """A type with what its aliases and enums stand for; names that nobody declares are not known."""
    if isinstance(kind, Union):
        return union(resolved(scope, one, steps) for one in kind.members)
    if not isinstance(kind, Named):
        return kind
    says = annotation_of(scope, kind.name)
    if says is None or steps <= 0:
        return UNKNOWN
    if says.alias is not None:
        inner = substituted(read(says.alias.type), dict(zip(says.class_generics, kind.arguments, strict=False)))
        return resolved(scope, inner, steps - 1)
    return _of_enum(scope, kind.name) if says.is_enum else kind


def _of_enum(scope: Scope, name: str) -> Type:
    from lsp.types import enums  # which finds tables by what is declared

    def search() -> Type:
        found = find(scope, name)
        return UNKNOWN if found is None else enums.values(scope, *found)

    return scope.remembered(("enum", name), search, UNKNOWN)


def fields(scope: Scope, kind: Named) -> dict[str, Field]:
    """The declared fields of a class, its own before inherited ones."""
    return scope.remembered(("class fields", kind), lambda: _fields(scope, kind), {})


def _fields(scope: Scope, kind: Named) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for one in lineage(scope, kind):
        says = annotation_of(scope, one.name)
        if says is None:
            continue
        bound = dict(zip(says.class_generics, one.arguments, strict=False))
        for note in says.fields:
            if note.name not in found:
                found[note.name] = Field(substituted(type_of_note(note), bound), note.text, one.name)
    return found


def lineage(scope: Scope, kind: Named) -> list[Named]:
    """A class and those that it inherits from, each once."""
    return scope.remembered(("class lineage", kind), lambda: _lineage(scope, kind), [])


def _lineage(scope: Scope, kind: Named) -> list[Named]:
    found: dict[str, Named] = {}
    waiting = [kind]
    while waiting and len(found) < _MOST_ANCESTORS:
        one = waiting.pop(0)
        if one.name in found:
            continue
        found[one.name] = one
        says = annotation_of(scope, one.name)
        if says is None:
            continue
        bound = dict(zip(says.class_generics, one.arguments, strict=False))
        for parent in says.parents:
            above = substituted(read(parent), bound)
            if isinstance(above, Named):
                waiting.append(above)
    return list(found.values())


def is_fully_declared(scope: Scope, kind: Named) -> bool:
    """Whether all that a class inherits from is declared, and by plain class names."""
    for one in lineage(scope, kind):
        says = annotation_of(scope, one.name)
        if says is None or says.alias is not None or says.is_enum:
            return False
        if any(not isinstance(read(parent), Named) for parent in says.parents):
            return False
    return True


def indexer(scope: Scope, kind: Named) -> list[Map]:
    """What a class says about fields of any name: ``[string]: T``."""
    found: list[Map] = []
    for one in lineage(scope, kind):
        says = annotation_of(scope, one.name)
        if says is not None:
            bound = dict(zip(says.class_generics, one.arguments, strict=False))
            for note in says.fields:
                if note.name.startswith("["):
                    found.append(Map(read(note.name[1:-1]), substituted(read(note.type), bound)))
            for parent in says.parents:
                above = substituted(read(parent), bound)
                if isinstance(above, Map):
                    found.append(above)
    return found


def calls(scope: Scope, kind: Named) -> list[Function]:
    """How a class can be called, as its overloads and its operators say."""
    found: list[Function] = []
    for one in lineage(scope, kind):
        says = annotation_of(scope, one.name)
        if says is None:
            continue
        found += [read_ for text in says.overloads if isinstance(read_ := read(text), Function)]
        for operator in says.operators:
            if operator.startswith("call"):
                head, _, result = operator.removeprefix("call").rpartition(":")
                text = f"fun{head.strip() or '()'}: {result.strip()}"
                if isinstance(call := read(text), Function):
                    found.append(call)
    return found


def operators(scope: Scope, kind: Named, event: str) -> list[tuple[Type, Type]]:
    """What a class says of an operator, ``add(T): R``: the other operands that it takes, and what it gives."""
    found: list[tuple[Type, Type]] = []
    for one in lineage(scope, kind):
        says = annotation_of(scope, one.name)
        for operator in says.operators if says is not None else ():
            head, colon, result = operator.rpartition(":")
            name, _, operand = head.strip().removesuffix(")").partition("(")
            if colon and name.strip() == event:
                found.append((read(operand) if operand else UNKNOWN, read(result.strip())))
    return found


def tables(scope: Scope, kind: Named) -> list[Table]:
    """The tables of the text that a class and its ancestors are declared above."""

    def search() -> list[Table]:
        found: list[Table] = []
        for one in lineage(scope, kind):
            declared = find(scope, one.name)
            if declared is not None:
                path = classes.table_of(scope.project, *declared)
                if path is not None:
                    scope.memory.note_unit(declared[0].units[declared[0].unit_at(declared[1].statement)])
                    found.append(table_of(path))
        return found

    return scope.remembered(("class tables", kind), search, [])


def type_of_note(note: Note) -> Type:
    """The type that an annotation gives, with nil if the thing may be left out."""
    if not note.type:
        return UNKNOWN
    kind = read(note.type)
    return optional(kind) if note.optional else kind


def is_declared(scope: Scope, name: str) -> bool:
    """Whether a name is that of a basic type or of something that is declared."""
    return name in BASIC_NAMES or find(scope, name) is not None


def unaliased(scope: Scope, kind: Type, steps: int = _MOST_ALIASES) -> Type:
    """A type with what its aliases stand for; classes stay what they are."""
    if isinstance(kind, Union):
        if not any(isinstance(one, Named) for one in kind.members):
            return kind
        return union(unaliased(scope, one, steps) for one in kind.members)
    if not isinstance(kind, Named):
        return kind
    says = annotation_of(scope, kind.name)
    if says is None or says.alias is None or steps <= 0:
        return kind
    inner = substituted(read(says.alias.type), dict(zip(says.class_generics, kind.arguments, strict=False)))
    return unaliased(scope, inner, steps - 1)
