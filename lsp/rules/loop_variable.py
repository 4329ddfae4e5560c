"""An assignment to the variable of a loop, which does not change how often the loop runs.

```lua
for i = 1, 10 do
  if skip(i) then i = i + 1 end         -- the loop goes on with its own 'i', whatever is assigned here
end
```

Only the count of a numeric loop is looked at; Lua 5.5 refuses such an assignment.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.binding.facts import LOOP, WRITE
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the uses of the variables of loops."""
    for variable in unit.facts.variables:
        if variable.kind != LOOP or variable.is_constant or not isinstance(variable.statement, ast.NumericFor):
            continue
        for use in variable.uses:
            if use.access == WRITE:
                name = text_of(variable.name)
                message = f"the loop goes on with its own '{name}', whatever is assigned here"
                yield Finding(use.node.start, use.node.end, message, name)


RULE = UnitRule("loop-variable", WARNING, check)
