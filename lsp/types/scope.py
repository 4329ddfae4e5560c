"""Where types are asked for: a unit of a file, and how far other functions are looked into for the answer.

The types that a call's results have are found in the function that it calls, one step less deep; so every question
ends, and has the same answer whoever asks first.  Relies on `memory`.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

from engine.syntax import ast
from lsp.analysis.linking import Global, Local, Path
from lsp.binding.facts import Facts
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit
from lsp.types.doubts import Dependencies
from lsp.types.memory import Memory, memory_of
from lsp.types.model import UNKNOWN, Table, Type
from lsp.workspace.project import Project

DEPTH: Final = 4
Answer = TypeVar("Answer")


class Scope(NamedTuple):
    """A unit of a file in a project; `depth` is how many functions may still be looked into."""

    project: Project
    memory: Memory
    snapshot: Snapshot
    at: int
    depth: int

    @property
    def unit(self) -> Unit:
        return self.snapshot.units[self.at]

    @property
    def facts(self) -> Facts:
        return self.unit.facts

    @property
    def shift(self) -> int:
        return self.snapshot.shift(self.at)

    def deeper(self) -> "Scope":
        return self._replace(depth=self.depth - 1)

    def elsewhere(self, snapshot: Snapshot, at: int) -> "Scope":
        """The same in another unit, which the answer then depends on."""
        if snapshot is self.snapshot and at == self.at:
            return self
        self.memory.note_unit(snapshot.units[at])
        return self._replace(snapshot=snapshot, at=at)

    def type_of(self, expr: ast.Expr) -> Type:
        """The type of an expression of the unit, where it stands."""
        from lsp.types.flow import type_in  # which needs all that needs this

        return type_in(self, expr)

    def remembered(self, key: object, find: Callable[[], Answer], meanwhile: Answer) -> Answer:
        """An answer that holds until a file changes, found once; `meanwhile` answers the question inside itself."""
        known = self.memory.current.get(key)
        if known is None:
            found = Dependencies()
            self.memory.current[key] = (found, meanwhile)
            try:
                with self.memory.working_on(found):
                    answer = find()
            except BaseException:
                del self.memory.current[key]
                raise
            self.memory.current[key] = known = (found, answer)
        self.memory.note_all(known[0])
        result: Answer = known[1]  # type: ignore[assignment]  # each key has answers of one type
        return result


def scope_at(project: Project, snapshot: Snapshot, at: int, depth: int = DEPTH) -> Scope:
    """The scope of a unit of a current snapshot."""
    return Scope(project, memory_of(project), snapshot, at, depth)


def table_of(path: Path) -> Table:
    """The table at a path."""
    root = path.root
    if isinstance(root, Global):
        return Table(root.name, path.keys, "", None)
    return Table(root.variable, path.keys, root.snapshot.uri, root.snapshot.units[root.unit])


def path_of_table(scope: Scope, table: Table) -> Path | None:
    """The path of a table in the current versions of the files; None if it is gone."""
    if isinstance(table.root, bytes):
        return Path(Global(table.root), table.keys)
    snapshot = scope.memory.snapshot(table.uri)
    if snapshot is None or table.unit is None:
        return None
    at = scope.memory.index_of(snapshot, table.unit)
    if at is None:
        return None
    scope.memory.note_unit(table.unit)
    return Path(Local(table.root, snapshot, at), table.keys)


def known_first(*kinds: Type | None) -> Type:
    """The first of several types that is known."""
    return next((kind for kind in kinds if kind is not None and kind != UNKNOWN), UNKNOWN)
