"""A length that is asked for where it makes no sense.

```lua
if #list then end               -- a length is always true, 0 as well
print(#{ 1, nil, 3 })           -- the length of a list with nil in it is not certain
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule
from lsp.rules.trees import conditions, deciding, nodes_of


def check(unit: Unit) -> Iterator[Finding]:
    """Look at conditions and at lengths of constructors."""
    if b"#" not in unit.text:
        return
    for condition in conditions(unit):
        for part in deciding(condition):
            yield from _always_true(part)
    for node in nodes_of(unit, ast.Binary):
        if node.op == "and":
            yield from _always_true(node.left)
    for unary in nodes_of(unit, ast.Unary):
        if unary.op == "not":
            yield from _always_true(unary.operand)
        operand = unary.operand.inner if isinstance(unary.operand, ast.Paren) else unary.operand
        if unary.op == "#" and isinstance(operand, ast.Table):
            values = [item.value for item in operand.items if item.key is None]
            if any(isinstance(value, ast.Nil) for value in values):
                yield Finding(unary.start, unary.end, "the length of a list with nil in it is not certain")


def _always_true(expr: ast.Expr) -> Iterator[Finding]:
    if isinstance(expr, ast.Unary) and expr.op == "#":
        fix = Fix("Compare with 0", (Edit(expr.end, expr.end, " > 0"),))
        yield Finding(expr.start, expr.end, "a length is always true, 0 as well", "", (fix,))


RULE = UnitRule("suspicious-length", WARNING, check)
