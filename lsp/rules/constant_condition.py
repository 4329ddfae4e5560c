"""A condition that always has the same outcome.

```lua
if "debug" then end             -- a string is always true
while 0 do end                  -- a number is always true
if x == "a" or "b" then end     -- a string is always true: this compares x with "a" only
local name = {} or default      -- a table is always true: this is never used
```

`true`, `false` and `nil` are left out where they are all of a condition: `while true` is a loop without end, and
`if false` switches code off; so are numbers like `while 1`.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule
from lsp.rules.trees import conditions, deciding, nodes_of

_WORDS: Final[dict[type[ast.Node], str]] = {
    ast.String: "a string",
    ast.Number: "a number",
    ast.Table: "a table",
    ast.Function: "a function",
}


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the conditions of statements, and at what stands left of `and` and `or`."""
    for condition in conditions(unit):
        for part in deciding(condition):
            if part is not condition or not isinstance(part, ast.Number) or part.value == 0:
                yield from _condition(part)
    for unary in nodes_of(unit, ast.Unary):
        if unary.op == "not":
            yield from _condition(unary.operand)
    for binary in nodes_of(unit, ast.Binary):
        left = binary.left
        if binary.op == "or" and type(left) in _WORDS:
            place = binary.right
            yield Finding(place.start, place.end, f"{_WORDS[type(left)]} is always true: this is never used")


def _condition(expr: ast.Expr) -> Iterator[Finding]:
    while isinstance(expr, ast.Paren):
        expr = expr.inner
    words = _WORDS.get(type(expr))
    if words is not None:
        yield Finding(expr.start, expr.end, f"{words} is always true")


RULE = UnitRule("constant-condition", WARNING, check)
