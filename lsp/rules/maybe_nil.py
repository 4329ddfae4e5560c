"""A field of something that may be nil, or a call of it, without a check before.

```lua
local file = io.open("log.txt")
file:write("begin")             -- 'file' may be nil
---@param parent { depth: integer }?
local function depth(parent) return parent.depth + 1 end    -- 'parent' may be nil
```

Reported where an annotation or the library says so, and where no condition on the way has ruled nil out.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.documents.spans import Edit
from lsp.rules.finding import INFORMATION, FileRule, Finding, Fix, View
from lsp.rules.typed import certain, in_flows
from lsp.types.environment import reference
from lsp.types.model import FALSE, NIL, UNKNOWN
from lsp.types.scope import Scope
from lsp.types.walk import Flow

_CODE = "maybe-nil"


def check(view: View) -> Iterator[Finding]:
    """Look at fields, methods and calls."""
    yield from in_flows(view, _CODE, _flow)


def _flow(scope: Scope, flow: Flow) -> Iterator[Finding]:
    seen: set[str] = set()
    for node in flow.types:
        if isinstance(node, (ast.Index, ast.MethodCall)):
            expr = node.object
        elif isinstance(node, ast.Call):
            expr = node.function
        else:
            continue
        if reference(scope.facts, expr) is None and not isinstance(expr, (ast.Call, ast.MethodCall)):
            continue  # a check of it would not be noticed
        kinds = certain(scope, flow.types.get(expr, UNKNOWN))
        if NIL in kinds and any(kind not in (NIL, FALSE) for kind in kinds):
            name = dotted(expr)
            if name and name in seen:
                continue  # the first place says it
            seen.add(name)
            fixes = (Fix(f"Check '{name}' with assert", (_asserted(expr),)),) if isinstance(expr, ast.Name) else ()
            yield Finding(expr.start, expr.end, f"'{name}' may be nil" if name else "this may be nil", name, fixes)


def _asserted(expr: ast.Name) -> Edit:
    return Edit(expr.start, expr.end, f"assert({expr.name.decode('utf-8', 'replace')})")


RULE = FileRule(_CODE, INFORMATION, check, asks_types=True)
