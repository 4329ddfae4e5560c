"""The loops of a file whose body begins on a line of its own: those that have iterations to look at.

Relies on snapshots.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import walk
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Span


class Loop(NamedTuple):
    """Where a loop begins, and the first and last line (from 0) of its body."""

    span: Span
    first: int
    last: int


def loops(snapshot: Snapshot) -> Iterator[Loop]:
    """The loops of a file."""
    lines = snapshot.lines
    for shift, _, statement in snapshot.statements():
        for node in walk(statement):
            if isinstance(node, (ast.NumericFor, ast.GenericFor, ast.While, ast.Repeat)) and node.body.statements:
                head = lines.line_of(node.start + shift)
                first = lines.line_of(node.body.statements[0].start + shift)
                last = lines.line_of(node.body.statements[-1].end + shift)
                if first > head:
                    yield Loop(Span(node.start + shift, node.start + shift), first, last)


def loop_at(snapshot: Snapshot, line: int) -> Loop | None:
    """The loop whose body begins with a line."""
    return next((one for one in loops(snapshot) if one.first == line), None)
