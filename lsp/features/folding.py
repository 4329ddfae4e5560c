"""Folding ranges: blocks, tables, calls over several lines, comments, `--region` and runs of requires.

Relies on the tree and on the scanner for comments.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import is_call_of, walk
from lsp.documents import scanner
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit

CODE: Final = "code"
COMMENT: Final = "comment"
IMPORTS: Final = "imports"
REGION: Final = "region"

_REGION: Final = re.compile(rb"--+[ \t]*#?(end)?region\b")
_BLOCKS: Final = (ast.Table, ast.Function, ast.Do, ast.While, ast.Repeat, ast.NumericFor, ast.GenericFor)
_KEY: Final = "folding"


class Fold(NamedTuple):
    """What folds into its first line: 0-based lines."""

    first: int
    last: int
    kind: str


def folding(snapshot: Snapshot) -> list[Fold]:
    """The folding ranges of a file."""
    line_of = snapshot.lines.line_of
    folds: list[Fold] = []
    for shift, unit, _ in snapshot.statements():
        for start, end, closed in _spans(unit):
            first = line_of(start + shift)
            last = line_of(end + shift) - (1 if closed else 0)
            if last > first:
                folds.append(Fold(first, last, CODE))
    folds += _comments(snapshot)
    folds += _imports(snapshot)
    return sorted(set(folds))


def _spans(unit: Unit) -> list[tuple[int, int, bool]]:
    """What a unit can fold, in the coordinates of its tree; `closed` if the last line stays in sight."""
    found = unit.memory.get(_KEY)
    if not isinstance(found, list):
        assert unit.statement is not None
        found = [span for node in walk(unit.statement) for span in _of_node(node)]
        unit.memory[_KEY] = found
    return found


def _of_node(node: ast.Node) -> Iterator[tuple[int, int, bool]]:
    if isinstance(node, _BLOCKS):
        yield node.start, max(node.end - 1, node.start), True
    elif isinstance(node, ast.If):
        for clause in node.clauses:
            yield clause.start, clause.body.end, True
        if node.orelse is not None:
            yield node.orelse.start - len("else"), node.orelse.end, True
    elif isinstance(node, (ast.Call, ast.MethodCall)) and node.arguments:
        before = node.function.end if isinstance(node, ast.Call) else node.name.end
        if not isinstance(node.arguments[-1], (ast.Function, ast.Table)):
            yield before, max(node.end - 1, before), True
    elif isinstance(node, ast.String):
        yield node.start, node.end, False


def _comments(snapshot: Snapshot) -> Iterator[Fold]:
    """Long comments, runs of comment lines, and regions."""
    lines = snapshot.lines
    regions: list[int] = []
    first = last = -1  # the run so far
    for token in scanner.comments(snapshot.source):
        start, end = lines.line_of(token.start), lines.line_of(token.end)
        alone = not snapshot.source[lines.starts[start] : token.start].strip()
        marker = _REGION.match(snapshot.source, token.start)
        if marker is not None or not alone or start != last + 1 or end > start:
            if last > first:
                yield Fold(first, last, COMMENT)
            first = last = -1
        if marker is not None:
            if marker[1] is None:
                regions.append(start)
            elif regions:
                yield Fold(regions.pop(), start, REGION)
        elif end > start:
            yield Fold(start, end, COMMENT)
        elif alone:
            first, last = (start, start) if first < 0 else (first, start)
    if last > first:
        yield Fold(first, last, COMMENT)


def _imports(snapshot: Snapshot) -> Iterator[Fold]:
    """Runs of ``local x = require "x"``."""
    first = last = -1
    for shift, _, statement in snapshot.statements():
        if _is_import(statement):
            start = snapshot.lines.line_of(statement.start + shift)
            first = start if first < 0 else first
            last = snapshot.lines.line_of(statement.end + shift)
        else:
            if last > first:
                yield Fold(first, last, IMPORTS)
            first = last = -1
    if last > first:
        yield Fold(first, last, IMPORTS)


def _is_import(statement: ast.Stat) -> bool:
    if not isinstance(statement, ast.Local) or not statement.values:
        return False
    value = statement.values[0]
    while isinstance(value, ast.Index):
        value = value.object
    return is_call_of(value, b"require")
