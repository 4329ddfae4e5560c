"""A loop that counts down, but whose step is not negative: its body never runs.

```lua
for i = #list, 1 do             -- this loop needs a negative step
  print(list[i])
end
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule
from lsp.rules.trees import nodes_of


def check(unit: Unit) -> Iterator[Finding]:
    """Look at numeric loops whose bounds are plain."""
    for node in nodes_of(unit, ast.NumericFor):
        step = _number(node.step) if node.step is not None else 1
        limit = _number(node.limit)
        if step is None or limit is None:
            continue
        first = _number(node.first)
        is_length = isinstance(node.first, ast.Unary) and node.first.op == "#"
        last = node.limit if node.step is None else node.step
        if step == 0:
            yield Finding(last.start, last.end, "the step of a loop is 0")
        elif step > 0 and ((first is not None and first > limit) or (is_length and 0 <= limit <= 1)):
            fixed = Edit(last.end, last.end, ", -1") if node.step is None else Edit(last.start, last.end, "-1")
            yield Finding(
                node.first.start, last.end, "this loop needs a negative step", "", (Fix("Count down", (fixed,)),)
            )


def _number(expr: ast.Expr) -> int | float | None:
    if isinstance(expr, ast.Number):
        return expr.value
    if isinstance(expr, ast.Unary) and expr.op == "-":
        value = _number(expr.operand)
        return None if value is None else -value
    return None


RULE = UnitRule("count-down-loop", WARNING, check)
