"""The types of fields: of classes as declared, of tables as the text assigns to them, of strings and libraries.

Relies on `declared` and on `linking`; what is assigned is asked for one step less deep.
"""

from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import text_of, walk
from lsp.analysis.linking import Global, Local, Path, values_at, writes_at
from lsp.analysis.members import parents
from lsp.binding.facts import FieldUse, Variable
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit
from lsp.library import catalogue
from lsp.library.entry import Entry
from lsp.types import declared, documentation
from lsp.types.functions import of_entry, of_node
from lsp.types.model import (
    FILE,
    INTEGER,
    NIL,
    NUMBER,
    STRING,
    TABLE,
    UNKNOWN,
    Array,
    Literal,
    Map,
    Named,
    Record,
    Table,
    Tuple,
    Type,
    Union,
    is_unknown,
    union,
    widened,
    without_nil,
)
from lsp.types.notation import read
from lsp.types.scope import Scope, path_of_table, table_of
from lsp.types.visible import LINEAGE

_MOST_ANCESTORS: Final = 8
_MOST_WRITES: Final = 12


class Write(NamedTuple):
    """A place where a field is assigned to."""

    snapshot: Snapshot
    at: int
    use: FieldUse


def field(scope: Scope, owner: Type, key: bytes) -> Type:
    """The type of a field with a constant name; unknown, if nothing says what it is."""
    if isinstance(owner, Union):
        return union(field(scope, one, key) for one in owner.members if one != NIL)
    if isinstance(owner, Table):
        found = table_field(scope, owner, key)
        return UNKNOWN if found is None else found
    if isinstance(owner, Named):
        return _class_field(scope, owner, key)
    if isinstance(owner, Record):
        return dict(owner.fields).get(text_of(key)) or _by_key(owner.rest, STRING)
    if isinstance(owner, Map):
        return _by_key(owner, STRING)
    if owner == STRING or (isinstance(owner, Literal) and owner.basic == "string"):
        name = f"string.{text_of(key)}"
        entry = catalogue.find(scope.snapshot.dialect, name)
        return UNKNOWN if entry is None else of_library(entry, name)
    if owner == FILE:
        entry = catalogue.FILE_METHODS.get(text_of(key))
        return UNKNOWN if entry is None else of_library(entry, f"file:{text_of(key)}")
    return UNKNOWN


def _by_key(rest: Map | None, key: Type) -> Type:
    return rest.value if rest is not None and rest.key == key else UNKNOWN


def element(scope: Scope, owner: Type, key: Type) -> Type:
    """The type of a field whose name is only known by its type."""
    owner = declared.resolved(scope, owner)
    key = widened(key)
    if isinstance(owner, Union):
        return union(element(scope, one, key) for one in owner.members if one != NIL)
    if isinstance(owner, Array):
        return owner.element if key in (INTEGER, NUMBER) else UNKNOWN
    if isinstance(owner, Tuple):
        return union(owner.items) if owner.items and key in (INTEGER, NUMBER) else UNKNOWN
    if isinstance(owner, Map):
        return owner.value
    if isinstance(owner, Record) and owner.rest is not None:
        return owner.rest.value
    if isinstance(owner, Named):
        for one in declared.indexer(scope, owner):
            if one.key == key or (one.key == NUMBER and key == INTEGER):
                return one.value
    if isinstance(owner, Table) and key in (INTEGER, NUMBER):
        return elements(scope, owner)
    return UNKNOWN


def of_library(entry: Entry, name: str) -> Type:
    """The type of a library's function or value, by its full name."""
    return of_entry(entry, name) if entry.is_function else read(entry.type)


# -- classes


def _class_field(scope: Scope, owner: Named, key: bytes) -> Type:
    kind = declared.resolved(scope, owner)
    if not isinstance(kind, Named):
        return UNKNOWN if is_unknown(kind) else field(scope, kind, key)
    found = declared.fields(scope, kind).get(text_of(key))
    if found is not None:
        return found.type
    for table in declared.tables(scope, kind):
        one = table_field(scope, table, key)
        if one is not None:
            return one
    for rest in declared.indexer(scope, kind):
        if rest.key == STRING:
            return rest.value
    return UNKNOWN


# -- tables of the text


def table_field(scope: Scope, owner: Table, key: bytes) -> Type | None:
    """The type of a table's field, its own or inherited; None if nothing assigns to it."""
    scope.memory.note_name(key)
    scope.memory.note_name(LINEAGE)

    def search() -> Type | None:
        for table in lineage(scope, owner):
            found = _own_field(scope, table, key)
            if found is not None:
                return found
        return None

    return scope.remembered(("field", owner, key, scope.depth), search, None)


def _own_field(scope: Scope, owner: Table, key: bytes) -> Type | None:
    path = path_of_table(scope, owner)
    if path is None:
        return None
    if isinstance(path.root, Global):
        entry = library_entry(scope.snapshot, path.field(key))
        if entry is not None:
            return of_library(entry, full_name(path.field(key)))
        if not path.keys and path.root.name in (b"_G", b"_ENV"):
            return None
    found: list[Type] = []
    every = writes(scope, path, key)
    for one in every[:_MOST_WRITES]:
        noted = _noted(one)
        if noted is not None:
            return noted
    for one in every[:_MOST_WRITES]:
        found.append(_written(scope, path.field(key), one))
    if not found:
        return None
    if len(every) > _MOST_WRITES or all(isinstance(one.use.value, ast.FalseLiteral) for one in every):
        return UNKNOWN  # false is often a place for what is set from elsewhere
    # What sets a field to nil now and then does not say when.
    return without_nil(union(found)) if any(one != NIL for one in found) else UNKNOWN


def _noted(one: Write) -> Type | None:
    """The type that the comment above an assignment gives."""
    if not documentation.is_annotated(one.snapshot, one.at):
        return None
    annotations = documentation.at(one.snapshot, one.use.key.start + one.snapshot.shift(one.at))
    if annotations.types:
        return read(annotations.types[0])
    return Named(annotations.class_name) if annotations.class_name and not annotations.is_enum else None


def _written(scope: Scope, path: Path, one: Write) -> Type:
    value = one.use.value
    if value is None:
        return UNKNOWN
    there = scope.elsewhere(one.snapshot, one.at).deeper()
    if isinstance(value, ast.Function):
        return of_node(there, value)
    if isinstance(value, ast.Table):
        return named_or_table(scope, path)
    return widened(there.type_of(value))


def writes(scope: Scope, path: Path, key: bytes) -> list[Write]:
    """Where the field of what is at a path is assigned to."""
    root = path.root
    snapshot = root.snapshot if isinstance(root, Local) else scope.snapshot
    found: list[Write] = []
    for at, use in writes_at(scope.project, snapshot, path, key):
        scope.memory.note_unit(snapshot.units[at])
        found.append(Write(snapshot, at, use))
    return found


def lineage(scope: Scope, owner: Table) -> list[Table]:
    """A table and those that it inherits from, each once."""
    return scope.remembered(("lineage", owner), lambda: _lineage(scope, owner), [owner])


def _lineage(scope: Scope, owner: Table) -> list[Table]:
    found: list[Table] = []
    waiting = [owner]
    while waiting and len(found) < _MOST_ANCESTORS:
        one = waiting.pop(0)
        if one in found:
            continue
        found.append(one)
        path = path_of_table(scope, one)
        if path is not None:
            waiting += [table_of(above) for above in parents(scope.project, scope.snapshot, path)]
    return found


def elements(scope: Scope, owner: Table) -> Type:
    """The type of what a table holds at numbers, as far as its constructor says it all."""
    path = path_of_table(scope, owner)
    if path is None:
        return UNKNOWN
    root = path.root
    if isinstance(root, Local) and not path.keys and root.variable in _filled(root.snapshot.units[root.unit]):
        return UNKNOWN
    found: list[Type] = []
    for snapshot, at, value in values_at(scope.project, path, scope.snapshot):
        if not isinstance(value, ast.Table):
            return UNKNOWN
        there = scope.elsewhere(snapshot, at).deeper()
        if value.items and value.items[-1].key is None and is_open(value.items[-1].value):
            return UNKNOWN
        for item in value.items:
            if item.key is None:
                found.append(widened(there.type_of(item.value)))
    return union(found) if found else UNKNOWN


def _filled(unit: Unit) -> frozenset[Variable]:
    """The variables of a unit whose tables it puts something into by an index."""
    known = unit.memory.get("filled tables")
    if not isinstance(known, frozenset):
        variables = unit.facts.variable_of
        found: set[Variable] = set()
        for node in walk(unit.statement) if unit.statement is not None else ():
            for target in node.targets if isinstance(node, ast.Assign) else ():
                if isinstance(target, ast.Index) and isinstance(target.object, ast.Name):
                    if not isinstance(target.key, ast.String) and target.object in variables:
                        found.add(variables[target.object])
        known = unit.memory["filled tables"] = frozenset(found)
    return known


def is_open(expr: ast.Expr) -> bool:
    """Whether an expression may give any number of values."""
    return isinstance(expr, (ast.Call, ast.MethodCall, ast.Vararg))


def named_or_table(scope: Scope, path: Path) -> Type:
    """The class whose table is at a path, or else just that table."""
    name = class_at(scope, path)
    return Named(name) if name else table_of(path)


def class_at(scope: Scope, path: Path) -> str:
    """The class whose table is at a path; empty if none."""
    return scope.remembered(("class at", table_of(path)), lambda: _class_at(scope, path), "")


def _class_at(scope: Scope, path: Path) -> str:
    root = path.root
    if isinstance(root, Local) and not documentation.has_annotations(root.snapshot):
        return ""
    if path.keys:
        for one in writes(scope, Path(root, path.keys[:-1]), path.keys[-1]):
            annotations = documentation.at(one.snapshot, one.use.key.start + one.snapshot.shift(one.at))
            if annotations.class_name and not annotations.is_enum:
                return annotations.class_name
        return ""
    if isinstance(root, Local):
        statement = root.variable.statement
        if statement is None or root.variable.index or not isinstance(statement, ast.Local):
            return ""
        scope.memory.note_unit(root.snapshot.units[root.unit])
        annotations = documentation.at(root.snapshot, statement.start + root.snapshot.shift(root.unit))
        return "" if annotations.is_enum else annotations.class_name
    for snapshot, at, value in values_at(scope.project, path, scope.snapshot):
        annotations = documentation.at(snapshot, value.start + snapshot.shift(at))
        if annotations.class_name and not annotations.is_enum:
            return annotations.class_name
    return ""


def library_entry(snapshot: Snapshot, path: Path) -> Entry | None:
    """What the library says of what is at a path."""
    root = path.root
    if not isinstance(root, Global):
        return None
    return catalogue.find(snapshot.dialect, full_name(path))


def full_name(path: Path) -> str:
    """How a path reads."""
    root = path.root
    first = root.name if isinstance(root, Global) else root.variable.name
    return ".".join(text_of(name) for name in (first, *path.keys))


def is_plain_table(kind: Type) -> bool:
    """Whether a type is surely a table."""
    return kind == TABLE or isinstance(kind, (Array, Map, Tuple, Record, Table))
