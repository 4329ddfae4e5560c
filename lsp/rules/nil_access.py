"""A field of something that is nil here, or a call of it: that raises an error.

```lua
local function show(player)
  if not player then
    print(player.name)      -- 'player' is nil here
  end
end
local result
result()                    -- 'result' is nil here
```

What a variable is at a place is found by following assignments and conditions; of globals, fields and variables that
other functions assign to nothing of the kind is certain.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.typed import certain, in_flows
from lsp.types.model import FALSE, NIL, UNKNOWN
from lsp.types.scope import Scope
from lsp.types.walk import Flow

_CODE = "nil-access"


def check(view: View) -> Iterator[Finding]:
    """Look at fields, methods and calls."""
    yield from in_flows(view, _CODE, _flow)


def _flow(scope: Scope, flow: Flow) -> Iterator[Finding]:
    for node in flow.types:
        if isinstance(node, (ast.Index, ast.MethodCall)):
            yield from _looked_into(scope, flow, node.object)
        elif isinstance(node, ast.Call):
            yield from _looked_into(scope, flow, node.function)


def _looked_into(scope: Scope, flow: Flow, expr: ast.Expr) -> Iterator[Finding]:
    kinds = certain(scope, flow.types.get(expr, UNKNOWN))
    if kinds and all(kind in (NIL, FALSE) for kind in kinds):
        name = dotted(expr)
        what = "nil" if NIL in kinds else "false"
        yield Finding(expr.start, expr.end, f"'{name}' is {what} here" if name else f"this is {what}", name)


RULE = FileRule(_CODE, WARNING, check, asks_types=True)
