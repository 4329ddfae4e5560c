"""Something that is assigned to itself.

```lua
width = width           -- 'width' is assigned to itself
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule
from lsp.rules.trees import nodes_of


def check(unit: Unit) -> Iterator[Finding]:
    """Look at assignments."""
    for node in nodes_of(unit, ast.Assign):
        for target, value in zip(node.targets, node.values, strict=False):
            name = dotted(target)
            if name and name == dotted(value):
                yield Finding(target.start, value.end, f"'{name}' is assigned to itself", name)


RULE = UnitRule("self-assignment", WARNING, check)
