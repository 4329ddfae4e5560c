"""A comparison that always has the same result, or that reads otherwise than it is meant.

if not a == b then end          -- 'not' is applied before '=='
if #list == nil then end        -- a length is never nil
if x == {} then end             -- a new table equals nothing else
if type(x) == "nunber" then end -- no type has this name
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.binding.nodes import is_call_of, text_of, walk
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule

_TYPES: Final = frozenset(
    (b"nil", b"number", b"string", b"boolean", b"table", b"function", b"thread", b"userdata", b"cdata")
)
_EQUALITY: Final = ("==", "~=")


def check(unit: Unit) -> Iterator[Finding]:
    """Look at comparisons."""
    if unit.statement is None:
        return
    for node in walk(unit.statement):
        if isinstance(node, ast.Binary) and node.op in (*_EQUALITY, "<", "<=", ">", ">="):
            yield from _comparison(node)


def _comparison(node: ast.Binary) -> Iterator[Finding]:
    left, right = node.left, node.right
    if isinstance(left, ast.Unary) and left.op == "not" and not _is_boolean(right):
        opposite = {"==": "~=", "~=": "=="}.get(node.op)
        fixes = [Fix("Put parentheses around the comparison", _parenthesize(left, node))]
        if opposite is None:
            fixes = fixes[:1]
        yield Finding(left.start, node.end, f"'not' is applied before '{node.op}'", "", tuple(fixes))
    if node.op not in _EQUALITY:
        return
    for one, other in ((left, right), (right, left)):
        if isinstance(one, ast.Unary) and one.op == "#" and isinstance(other, ast.Nil):
            yield Finding(node.start, node.end, "a length is never nil")
        if isinstance(one, ast.Table):
            yield Finding(node.start, node.end, "a new table equals nothing else")
        if is_call_of(one, b"type") and isinstance(other, ast.String) and other.value not in _TYPES:
            yield Finding(other.start, other.end, f"no type is called '{text_of(other.value)}'")


def _parenthesize(left: ast.Unary, node: ast.Binary) -> tuple[Edit, ...]:
    return (Edit(left.operand.start, left.operand.start, "("), Edit(node.end, node.end, ")"))


def _is_boolean(expr: ast.Expr) -> bool:
    if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral)):
        return True
    return isinstance(expr, ast.Unary) and expr.op == "not"


RULE = UnitRule("suspicious-comparison", WARNING, check)
