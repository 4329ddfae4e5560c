"""A value that no variable takes.

```lua
local x, y = 1, 2, 3        -- redundant value
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule
from lsp.rules.trees import nodes_of


def check(unit: Unit) -> Iterator[Finding]:
    """Look at declarations and assignments."""
    for local in nodes_of(unit, ast.Local):
        yield from _values(len(local.names), local.values)
    for declaration in nodes_of(unit, ast.Global):
        yield from _values(len(declaration.names), declaration.values)
    for assign in nodes_of(unit, ast.Assign):
        yield from _values(len(assign.targets), assign.values)


def _values(count: int, values: list[ast.Expr]) -> Iterator[Finding]:
    if len(values) > count:
        first, last = values[count], values[-1]
        fix = Fix("Remove what is redundant", (Edit(values[count - 1].end, last.end, ""),))
        yield Finding(first.start, last.end, "redundant value", "", (fix,))


RULE = UnitRule("redundant-value", WARNING, check)
