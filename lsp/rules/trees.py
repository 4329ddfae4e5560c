"""The nodes of a unit by their kinds, found in one walk that all rules share.  Relies on `engine.syntax.nodes`."""

from collections.abc import Iterator
from typing import Final, TypeVar

from engine.syntax import ast
from engine.syntax.nodes import walk
from lsp.documents.units import Unit

Kind = TypeVar("Kind", bound=ast.Node)

_MEMORY: Final = "nodes by kind"


def nodes_of(unit: Unit, kind: type[Kind]) -> list[Kind]:
    """All nodes of exactly this kind in a unit, in the order of the text."""
    by_kind = unit.memory.get(_MEMORY)
    if not isinstance(by_kind, dict):
        by_kind = dict[type[ast.Node], list[ast.Node]]()
        if unit.statement is not None:
            for node in walk(unit.statement):
                by_kind.setdefault(type(node), []).append(node)
        unit.memory[_MEMORY] = by_kind
    return [node for node in by_kind.get(kind, ()) if isinstance(node, kind)]


def text_between(unit: Unit, start: int, end: int) -> bytes:
    """The text of a unit between two offsets of its tree."""
    return unit.text[start - unit.origin : end - unit.origin]


def is_several(expr: ast.Expr) -> bool:
    """Whether an expression may give any number of values."""
    return isinstance(expr, (ast.Call, ast.MethodCall, ast.Vararg))


def deciding(expr: ast.Expr) -> Iterator[ast.Expr]:
    """The parts of a condition that can be its value: not what stands left of `and`."""
    if isinstance(expr, ast.Paren):
        yield from deciding(expr.inner)
    elif isinstance(expr, ast.Binary) and expr.op == "and":
        yield from deciding(expr.right)
    elif isinstance(expr, ast.Binary) and expr.op == "or":
        yield from deciding(expr.left)
        yield from deciding(expr.right)
    else:
        yield expr


def conditions(unit: Unit) -> Iterator[ast.Expr]:
    """The conditions of all statements of a unit."""
    for clause in nodes_of(unit, ast.IfClause):
        yield clause.condition
    for loop in nodes_of(unit, ast.While):
        yield loop.condition
    for until in nodes_of(unit, ast.Repeat):
        yield until.condition
