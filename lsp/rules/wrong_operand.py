"""An operator, a call or a field on something that has none.

```lua
local total = nil + 1               -- nil has no '+'
local name = "n" .. true            -- a boolean has no '..'
print(#42)                          -- a number has no length
print("a" < 1)                      -- a string cannot be compared with a number
```

Tables are left out, for a metatable may give them all of it, and functions beside what nothing is known about.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.typed import certain, in_flows
from lsp.types.model import BOOLEAN, NIL, TABLE, THREAD, UNKNOWN, Basic, Function, Literal, Type, widened
from lsp.types.notation import show
from lsp.types.operators import ARITHMETIC, BITWISE
from lsp.types.scope import Scope
from lsp.types.walk import Flow

_CODE = "wrong-operand"
_ORDER: Final = ("<", "<=", ">", ">=")


def check(view: View) -> Iterator[Finding]:
    """Look at operators, calls and fields."""
    yield from in_flows(view, _CODE, _flow)


def _flow(scope: Scope, flow: Flow) -> Iterator[Finding]:
    for node in flow.types:
        if isinstance(node, ast.Binary):
            yield from _binary(scope, flow, node)
        elif isinstance(node, ast.Unary) and node.op in ("-", "#", "~"):
            what = "length" if node.op == "#" else f"'{node.op}'"
            yield from _without(scope, flow, node.operand, what, node.op == "#")
        elif isinstance(node, ast.Call):
            yield from _never(scope, flow, node.function, "cannot be called", ("number", "string", "boolean"))
        elif isinstance(node, (ast.Index, ast.MethodCall)):
            yield from _never(scope, flow, node.object, "has no fields", ("number", "boolean"))


def _binary(scope: Scope, flow: Flow, node: ast.Binary) -> Iterator[Finding]:
    if node.op in ARITHMETIC or node.op in BITWISE or node.op == "..":
        if node.op == "%" and "string" in (_only(scope, flow, node.left), _only(scope, flow, node.right)):
            return  # some programs give strings a '%' that formats
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if _is_plain(scope, flow, side, other):
                yield from _without(scope, flow, side, f"'{node.op}'", False)
    elif node.op in _ORDER:
        left, right = _only(scope, flow, node.left), _only(scope, flow, node.right)
        if {left, right} == {"string", "number"} or (left == right and left in ("nil", "boolean")):
            article = f"{_a(left)} cannot be compared with {_a(right)}"
            yield Finding(node.start, node.end, article)
        elif "nil" in (left, right):
            side = node.left if left == "nil" else node.right
            yield Finding(side.start, side.end, "nil cannot be compared")


def _is_plain(scope: Scope, flow: Flow, side: ast.Expr, other: ast.Expr) -> bool:
    """Whether no metamethod can have been meant: not one of the other side, nor one behind the field of a table.

    Nothing is ever meant by nil; but a pattern is divided by a function, and a table's functions may be objects by now.
    """
    kinds = certain(scope, flow.types.get(side, UNKNOWN))
    if any(isinstance(kind, Function) for kind in kinds) and not isinstance(side, (ast.Name, ast.Function)):
        return False
    if NIL in kinds:
        return True
    others = certain(scope, flow.types.get(other, UNKNOWN))
    return bool(others) and all(isinstance(kind, (Basic, Literal, Function)) and kind != TABLE for kind in others)


def _without(scope: Scope, flow: Flow, expr: ast.Expr, what: str, is_length: bool) -> Iterator[Finding]:
    kinds = certain(scope, flow.types.get(expr, UNKNOWN))
    if kinds and all(_has_none(kind, is_length) for kind in kinds):
        name = " or ".join(dict.fromkeys(_a(_name(kind)) for kind in kinds))
        yield Finding(expr.start, expr.end, f"{name} has no {what}")


def _has_none(kind: Type, is_length: bool) -> bool:
    """Whether values of a type have no arithmetic, no concatenation and no length."""
    if kind in (NIL, BOOLEAN, THREAD) or isinstance(kind, Function):
        return True
    if isinstance(kind, Literal) and kind.basic == "boolean":
        return True
    return is_length and _name(kind) == "number"


def _never(scope: Scope, flow: Flow, expr: ast.Expr, what: str, names: tuple[str, ...]) -> Iterator[Finding]:
    name = _only(scope, flow, expr)
    if name in names:
        yield Finding(expr.start, expr.end, f"{_a(name)} {what}")


def _only(scope: Scope, flow: Flow, expr: ast.Expr) -> str:
    """The one name that `type` gives for an expression; empty if there may be several."""
    names = {_name(kind) for kind in certain(scope, flow.types.get(expr, UNKNOWN))}
    return names.pop() if len(names) == 1 else ""


def _name(kind: Type) -> str:
    if isinstance(kind, Function):
        return "function"
    text = show(widened(kind))
    return "number" if text == "integer" else text


def _a(name: str) -> str:
    return name if name == "nil" else f"a {name}"


RULE = FileRule(_CODE, WARNING, check, asks_types=True)
