"""A parameter that its function never reads.

```lua
local function area(width, height) return width * width end     -- unused parameter 'height'
```

Only parameters behind the last one that is used are reported, for those before it cannot be left out; `self` and names
that begin with an underscore never are.
"""

from collections.abc import Iterator

from engine.syntax.nodes import text_of
from lsp.binding.facts import READ
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, Finding, Fix, UnitRule


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the parameters of every function."""
    for function in unit.facts.functions:
        node = function.node
        if node is None or not node.body.statements:
            continue  # a stub keeps to a form that others call
        for parameter in reversed(function.parameters):
            if any(use.access == READ for use in parameter.uses):
                break
            name = text_of(parameter.name)
            if parameter.node.start < parameter.node.end and not name.startswith("_") and name != "self":
                start, end = parameter.node.start, parameter.node.end
                fix = Fix(f"Rename to '_{name}'", (Edit(start, start, "_"),))
                yield Finding(start, end, f"unused parameter '{name}'", name, (fix,) if not parameter.uses else ())


RULE = UnitRule("unused-parameter", HINT, check, unnecessary=True)
