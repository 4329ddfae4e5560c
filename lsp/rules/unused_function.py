"""A local function that is never used, but perhaps by itself.

```lua
local function helper() return 1 end        -- unused function 'helper'
```

Names that begin with an underscore are left out.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.documents.spans import Edit
from lsp.rules.finding import HINT, FileRule, Finding, Fix, View
from lsp.rules.unused_local import is_function, unused


def check(view: View) -> Iterator[Finding]:
    """Look at the variables that hold a function from the start."""
    for shift, variable in unused(view):
        if not is_function(variable):
            continue
        name = text_of(variable.name)
        node = variable.node
        fixes: list[Fix] = []
        if isinstance(variable.statement, ast.LocalFunction) and not variable.uses:
            fixes.append(Fix(f"Remove '{name}'", (Edit(variable.statement.start, variable.statement.end, ""),)))
        if not variable.uses:
            fixes.append(Fix(f"Rename to '_{name}'", (Edit(node.start, node.start, "_"),)))
        yield Finding(node.start, node.end, f"unused function '{name}'", name, tuple(fixes)).moved(shift)


RULE = FileRule("unused-function", HINT, check, unnecessary=True)
