"""The loops of a file that have iterations to look at: those whose body begins on a line that is executed once a turn.

Such a line is not the loop's own, and holds no other loop, nor a function.  Relies on snapshots.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import walk
from lsp.documents.positions import LineIndex
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Span

_LOOPS: Final = (ast.NumericFor, ast.GenericFor, ast.While, ast.Repeat)


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
            if isinstance(node, _LOOPS) and node.body.statements:
                head = lines.line_of(node.start + shift)
                first = lines.line_of(node.body.statements[0].start + shift)
                last = lines.line_of(node.body.statements[-1].end + shift)
                if first > head and not _repeats(node.body.statements[0], lines, first, shift):
                    yield Loop(Span(node.start + shift, node.start + shift), first, last)


def _repeats(statement: ast.Stat, lines: LineIndex, first: int, shift: int) -> bool:
    """Whether something on the first line of a statement may be executed again and again."""
    return any(
        isinstance(node, (*_LOOPS, ast.Function)) and lines.line_of(node.start + shift) == first
        for node in walk(statement)
    )


def loop_at(snapshot: Snapshot, line: int) -> Loop | None:
    """The loop whose body begins with a line."""
    return next((one for one in loops(snapshot) if one.first == line), None)
