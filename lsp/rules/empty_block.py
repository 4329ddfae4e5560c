"""A block of an `if` with nothing in it, not even a comment.

if ready then end           -- empty block
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.binding.nodes import walk
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, Finding, UnitRule


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the blocks of every `if`."""
    if unit.statement is None:
        return
    for node in walk(unit.statement):
        if not isinstance(node, ast.If):
            continue
        for block in [clause.body for clause in node.clauses] + ([node.orelse] if node.orelse is not None else []):
            inside = unit.text[block.start - unit.origin : block.end - unit.origin]
            if not block.statements and not inside.strip(b" \t\r\n;"):
                yield (
                    Finding(node.start, block.end, "empty block")
                    if block.end > block.start
                    else Finding(node.start, node.end, "empty block")
                )


RULE = UnitRule("empty-block", HINT, check)
