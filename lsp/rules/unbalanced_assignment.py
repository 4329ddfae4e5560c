"""A variable that gets no value although others of its statement do: it becomes nil.

    local width, height = 3         -- 'height' becomes nil

A call or `...` at the end may give any number of values, and `local a, b = nil` is plainly meant.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule
from lsp.rules.trees import is_several, nodes_of, text_between


def check(unit: Unit) -> Iterator[Finding]:
    """Look at declarations and assignments with values."""
    for local in nodes_of(unit, ast.Local):
        yield from _statement(unit, [one.name for one in local.names], local.values)
    for assign in nodes_of(unit, ast.Assign):
        yield from _statement(unit, list(assign.targets), assign.values)


def _statement(unit: Unit, targets: list[ast.Expr], values: list[ast.Expr]) -> Iterator[Finding]:
    if not values or len(values) >= len(targets) or is_several(values[-1]) or isinstance(values[-1], ast.Nil):
        return
    if isinstance(values[-1], ast.ErrorExpr):
        return
    first, last = targets[len(values)], targets[-1]
    name = dotted(first) or text_between(unit, first.start, first.end).decode("utf-8", "replace")
    yield Finding(first.start, last.end, f"'{name}' becomes nil", name)


RULE = UnitRule("unbalanced-assignment", WARNING, check)
