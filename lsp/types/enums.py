"""Enums: the values that a table may give, as a type.

``---@enum Color`` above a table stands for the values of its fields, ``---@enum (key) Color`` for their names.  A table
that holds anything but constants, or that is assigned to elsewhere, says nothing for certain.
Relies on `classes`, which finds the table.
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.analysis.linking import Local, values_at, writes_into
from lsp.documents.snapshot import Snapshot
from lsp.types import classes
from lsp.types.classes import Declaration
from lsp.types.model import UNKNOWN, Literal, Type, union
from lsp.types.narrowing import constant
from lsp.types.scope import Scope


def values(scope: Scope, snapshot: Snapshot, declaration: Declaration) -> Type:
    """What a value of an enum may be; unknown, if that is not certain."""
    path = classes.table_of(scope.project, snapshot, declaration)
    if path is None or not isinstance(path.root, Local):
        return UNKNOWN
    scope.memory.note_unit(path.root.snapshot.units[path.root.unit])
    made = [value for _, _, value in values_at(scope.project, path, snapshot)]
    if len(made) != 1 or not isinstance(made[0], ast.Table) or not made[0].items:
        return UNKNOWN
    table = made[0]
    for at, use in writes_into(scope.project, snapshot, path):
        scope.memory.note_unit(snapshot.units[at])
        if use.object is not table:
            return UNKNOWN
    found = list(_of_items(scope, table, declaration.annotations.is_key_enum))
    return union(kind for kind in found if kind is not None) if None not in found else UNKNOWN


def _of_items(scope: Scope, table: ast.Table, by_key: bool) -> Iterator[Type | None]:
    for item in table.items:
        said = item.key if by_key else item.value
        kind = None if said is None else constant(said)
        if isinstance(kind, Literal) and kind.basic == "integer" and not scope.snapshot.dialect.integers:
            kind = Literal("number", kind.text)
        yield kind
