"""A `return` without values at the end of a function, which ends there anyway.

```lua
local function show(x)
  print(x)
  return            -- redundant return
end
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, Finding, Fix, UnitRule
from lsp.rules.trees import nodes_of


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the last statement of every function."""
    for node in nodes_of(unit, ast.Function):
        last = node.body.statements[-1] if len(node.body.statements) > 1 else None
        if isinstance(last, ast.Return) and not last.values:
            before = node.body.statements[-2]
            fix = Fix("Remove the return", (Edit(before.end, last.end, ""),))
            between = unit.text[before.end - unit.origin : last.start - unit.origin]
            yield Finding(last.start, last.end, "redundant return", "", (fix,) if b"--" not in between else ())


RULE = UnitRule("redundant-return", HINT, check, unnecessary=True)
