"""A value that no variable takes.

local x, y = 1, 2, 3        -- redundant value
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.binding.nodes import walk
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule


def check(unit: Unit) -> Iterator[Finding]:
    """Look at declarations and assignments."""
    if unit.statement is None:
        return
    for node in walk(unit.statement):
        if isinstance(node, (ast.Local, ast.Global)):
            count = len(node.names)
        elif isinstance(node, ast.Assign):
            count = len(node.targets)
        else:
            continue
        if len(node.values) > count:
            first, last = node.values[count], node.values[-1]
            fix = Fix("Remove what is redundant", (Edit(node.values[count - 1].end, last.end, ""),))
            yield Finding(first.start, last.end, "redundant value", "", (fix,))


RULE = UnitRule("redundant-value", WARNING, check)
