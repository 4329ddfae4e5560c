"""The index of a file: the globals it defines and the names that a workspace symbol search finds.

What stays in memory of a file that is not open, besides its text.  Relies on `lsp.analysis`.
"""

from typing import Final, NamedTuple

from engine.syntax import ast
from lsp.analysis.linking import GLOBAL_TABLES
from lsp.analysis.links import links
from lsp.analysis.outline import Outline, outline
from lsp.binding.facts import DECLARE, WRITE
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit


class FileIndex:
    """What is remembered of a file: the globals that it defines, and its names.

    The names of an open file are looked for when they are asked for: it changes all the time, and stays in memory.
    """

    def __init__(self, snapshot: Snapshot, is_open: bool) -> None:
        self.globals: Final = defined_globals(snapshot)
        self._names: Final = snapshot if is_open else outline(snapshot)

    @property
    def symbols(self) -> list[Outline]:
        return outline(self._names) if isinstance(self._names, Snapshot) else self._names


def defined_globals(snapshot: Snapshot) -> frozenset[bytes]:
    """The globals that a file assigns to."""
    linked = links(snapshot)
    found: set[bytes] = set()
    for at, unit in enumerate(snapshot.units):
        written = _written(unit)
        found.update(name for name in written.names if linked.lookup(name, at) is None)
        found.update(written.fields)
    return frozenset(found)


class _Written(NamedTuple):
    """What a unit assigns to: free names, and fields of the table of globals."""

    names: frozenset[bytes]
    fields: frozenset[bytes]


def _written(unit: Unit) -> _Written:
    found = unit.memory.get(_Written)
    if not isinstance(found, _Written):
        facts = unit.facts
        names = (name for name, uses in facts.free.items() if any(use.access in (WRITE, DECLARE) for use in uses))
        fields = (use.key.value for use in facts.fields if use.access == WRITE and _is_global_table(use.object))
        found = unit.memory[_Written] = _Written(frozenset(names), frozenset(fields))
    return found


def _is_global_table(expr: ast.Expr) -> bool:
    return isinstance(expr, ast.Name) and expr.name in GLOBAL_TABLES
