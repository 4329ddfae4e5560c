"""Something that is assigned to itself.

width = width           -- 'width' is assigned to itself
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.binding.nodes import dotted, walk
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule


def check(unit: Unit) -> Iterator[Finding]:
    """Look at assignments."""
    if unit.statement is None:
        return
    for node in walk(unit.statement):
        if isinstance(node, ast.Assign):
            for target, value in zip(node.targets, node.values, strict=False):
                name = dotted(target)
                if name and name == dotted(value):
                    yield Finding(target.start, value.end, f"'{name}' is assigned to itself", name)


RULE = UnitRule("self-assignment", WARNING, check)
