"""A comparison that always has the same result, or that reads otherwise than it is meant.

```lua
if not a == b then end          -- 'not' is applied before '=='
if #list == nil then end        -- a length is never nil
if #list < 0 then end           -- a length is never negative
if x == {} then end             -- a new table equals nothing else
if x == 0/0 then end            -- nothing equals NaN, not even itself
if type(x) == "nunber" then end -- no type is called 'nunber'
if 1 < x < 3 then end           -- the result of '<' cannot be compared with '<'
if "1" == 1 then end            -- a string never equals a number
```
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import dotted, is_call_of, text_of
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule
from lsp.rules.trees import nodes_of

_TYPES: Final = frozenset(
    (b"nil", b"number", b"string", b"boolean", b"table", b"function", b"thread", b"userdata", b"cdata")
)
_EQUALITY: Final = ("==", "~=")
_TURNED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_COMPARISONS: Final = frozenset((*_EQUALITY, *_TURNED))


def check(unit: Unit) -> Iterator[Finding]:
    """Look at comparisons."""
    for node in nodes_of(unit, ast.Binary):
        if node.op in _COMPARISONS:
            yield from _comparison(node)


def _comparison(node: ast.Binary) -> Iterator[Finding]:
    left, right = node.left, node.right
    if isinstance(left, ast.Unary) and left.op == "not" and not _is_boolean(right):
        opposite = {"==": "~=", "~=": "=="}.get(node.op)
        fixes = [Fix("Put parentheses around the comparison", _parenthesize(left, node))]
        if opposite is None:
            fixes = fixes[:1]
        yield Finding(left.start, node.end, f"'not' is applied before '{node.op}'", "", tuple(fixes))
    yield from _chained(node)
    if node.op not in _EQUALITY:
        yield from _order(node)
        return
    for one, other in ((left, right), (right, left)):
        if isinstance(one, ast.Unary) and one.op == "#" and isinstance(other, ast.Nil):
            yield Finding(node.start, node.end, "a length is never nil")
        if isinstance(one, ast.Table):
            yield Finding(node.start, node.end, "a new table equals nothing else")
        if _is_nan(one):
            yield _nan(node, other)
        if is_call_of(one, b"type") and isinstance(other, ast.String) and other.value not in _TYPES:
            yield Finding(other.start, other.end, f"no type is called '{text_of(other.value)}'")

    kinds = (_literal_kind(left), _literal_kind(right))
    if all(kinds) and kinds[0] != kinds[1]:
        yield Finding(node.start, node.end, f"{kinds[0]} never equals {kinds[1]}")


def _chained(node: ast.Binary) -> Iterator[Finding]:
    """``a < b < c``, which Lua reads as ``(a < b) < c``."""
    left = node.left
    if isinstance(left, ast.Binary) and left.op in _COMPARISONS and not _is_boolean(node.right):
        if node.op in _TURNED:
            yield Finding(node.start, node.end, f"the result of '{left.op}' cannot be compared with '{node.op}'")
        elif left.op == node.op == "==":
            yield Finding(node.start, node.end, f"this compares the result of '{left.op}'")


def _order(node: ast.Binary) -> Iterator[Finding]:
    name = dotted(node.left)
    if name and name == dotted(node.right):
        yield Finding(node.start, node.end, f"'{name}' is compared with itself", name)
    for one, other, op in ((node.left, node.right, node.op), (node.right, node.left, _TURNED[node.op])):
        if isinstance(one, ast.Unary) and one.op == "#" and isinstance(other, ast.Number) and other.value == 0:
            if op in ("<", ">="):
                yield Finding(node.start, node.end, "a length is never negative")
        if _is_nan(one):
            yield Finding(node.start, node.end, "a comparison with NaN is always false")


def _nan(node: ast.Binary, other: ast.Expr) -> Finding:
    name = dotted(other)
    opposite = "~=" if node.op == "==" else "=="
    fix = Fix(f"Write {name} {opposite} {name}", (Edit(node.start, node.end, f"{name} {opposite} {name}"),))
    return Finding(node.start, node.end, "nothing equals NaN, not even itself", "", (fix,) if name else ())


def _is_nan(expr: ast.Expr) -> bool:
    """Whether an expression is ``0/0``, with a sign or in parentheses."""
    while isinstance(expr, ast.Paren) or (isinstance(expr, ast.Unary) and expr.op == "-"):
        expr = expr.inner if isinstance(expr, ast.Paren) else expr.operand
    if not isinstance(expr, ast.Binary) or expr.op != "/":
        return False
    return all(isinstance(side, ast.Number) and side.value == 0 for side in (expr.left, expr.right))


def _literal_kind(expr: ast.Expr) -> str:
    """What kind of literal an expression is; empty for what is none."""
    if isinstance(expr, ast.String):
        return "a string"
    if isinstance(expr, ast.Number) or (isinstance(expr, ast.Unary) and expr.op == "#"):
        return "a number"
    return "a boolean" if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral)) else ""


def _parenthesize(left: ast.Unary, node: ast.Binary) -> tuple[Edit, ...]:
    return (Edit(left.operand.start, left.operand.start, "("), Edit(node.end, node.end, ")"))


def _is_boolean(expr: ast.Expr) -> bool:
    if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral)):
        return True
    return isinstance(expr, ast.Unary) and expr.op == "not"


RULE = UnitRule("suspicious-comparison", WARNING, check)
