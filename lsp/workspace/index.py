"""The index of a file: the globals it defines and the names that a workspace symbol search finds.

What stays in memory of a file that is not open, besides its text.  Relies on `lsp.analysis`.
"""

from typing import NamedTuple

from engine.syntax import ast
from lsp.analysis.linking import GLOBAL_TABLES, links
from lsp.analysis.outline import Outline, outline
from lsp.binding.facts import DECLARE, WRITE
from lsp.documents.snapshot import Snapshot


class FileIndex(NamedTuple):
    """What is remembered of a file."""

    globals: frozenset[bytes]
    symbols: list[Outline]


def defined_globals(snapshot: Snapshot) -> frozenset[bytes]:
    """The globals that a file assigns to."""
    linked = links(snapshot)
    found: set[bytes] = set()
    for name, units in linked.users.items():
        for at in units:
            if linked.lookup(name, at) is None:
                if any(use.access in (WRITE, DECLARE) for use in snapshot.units[at].facts.free[name]):
                    found.add(name)
                    break
    for unit in snapshot.units:
        found.update(use.key.value for use in unit.facts.fields if use.access == WRITE and _is_global_table(use.object))
    return frozenset(found)


def _is_global_table(expr: ast.Expr) -> bool:
    return isinstance(expr, ast.Name) and expr.name in GLOBAL_TABLES


def make_index(snapshot: Snapshot) -> FileIndex:
    """The index of one version of a file."""
    return FileIndex(defined_globals(snapshot), outline(snapshot))
