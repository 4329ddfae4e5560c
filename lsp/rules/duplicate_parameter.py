"""Two parameters, or two names of one declaration, that are the same; only the last one can be used.

```lua
local function add(a, a) return a + a end       -- 'a' is declared twice here
```

Names that begin with an underscore may be repeated.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule
from lsp.rules.trees import nodes_of


def check(unit: Unit) -> Iterator[Finding]:
    """Look at functions, declarations and loops."""
    for function in nodes_of(unit, ast.Function):
        yield from _names(function.parameters)
    for local in nodes_of(unit, ast.Local):
        yield from _names([one.name for one in local.names])
    for loop in nodes_of(unit, ast.GenericFor):
        yield from _names(loop.names)


def _names(names: list[ast.Name]) -> Iterator[Finding]:
    seen: dict[bytes, ast.Name] = {}
    for node in names:
        before = seen.setdefault(node.name, node)
        if before is not node and node.name and not node.name.startswith(b"_"):
            name = text_of(node.name)
            related = ((before.start, before.end, "the first one"),) if before.start < before.end else ()
            yield Finding(node.start, node.end, f"'{name}' is declared twice here", name, (), related)


RULE = UnitRule("duplicate-parameter", WARNING, check)
