"""An `elseif` with a condition that was tested before: its block never runs.

```lua
if kind == "a" then one()
elseif kind == "a" then two()       -- this condition is tested before
end
```

Conditions that call something may differ from one time to the next.  Both sides of `and` and `or` are compared too, but
not those of `x and x or y`, which only says `x or y` at length.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import walk
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule
from lsp.rules.trees import nodes_of, text_between


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the chains of `if`, and at both sides of `and` and `or`."""
    for node in nodes_of(unit, ast.If):
        seen: dict[bytes, ast.Expr] = {}
        for clause in node.clauses:
            condition = clause.condition
            text = _text(unit, condition)
            if text is None:
                continue
            before = seen.setdefault(text, condition)
            if before is not condition:
                related = ((before.start, before.end, "the first time"),)
                yield Finding(condition.start, condition.end, "this condition is tested before", "", (), related)
    binaries = nodes_of(unit, ast.Binary)
    alternatives = {one.left for one in binaries if one.op == "or"}
    for binary in binaries:
        if binary.op == "or" or (binary.op == "and" and binary not in alternatives):
            left, right = _text(unit, binary.left), _text(unit, binary.right)
            if left is not None and left == right:
                yield Finding(binary.start, binary.end, f"both sides of '{binary.op}' are the same")


def _text(unit: Unit, expr: ast.Expr) -> bytes | None:
    """A condition without its blanks; None if it may differ each time, or is not sound."""
    if any(isinstance(node, (ast.Call, ast.MethodCall, ast.Function, ast.Table, ast.ErrorExpr)) for node in walk(expr)):
        return None
    return b" ".join(text_between(unit, expr.start, expr.end).split())


RULE = UnitRule("duplicate-condition", WARNING, check)
