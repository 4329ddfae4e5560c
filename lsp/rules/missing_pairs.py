"""A generic loop over a table itself: `pairs` or `ipairs` is missing.

```lua
for key, value in { 1, 2, 3 } do end            -- a table cannot be called
for _, name in pairs(names) do end
```

A loop calls what stands behind `in`; a table with a metatable may be meant to be called.
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.analysis.linking import values_at
from lsp.documents.spans import Edit
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.rules.typed import certain, in_flows
from lsp.types.fields import lineage
from lsp.types.model import Array, Literal, Map, Record, Table, Tuple, Type, widened
from lsp.types.notation import show
from lsp.types.scope import Scope, path_of_table
from lsp.types.walk import Flow

_CODE = "missing-pairs"


def check(view: View) -> Iterator[Finding]:
    """Look at what loops call."""
    yield from in_flows(view, _CODE, _flow)


def _flow(scope: Scope, flow: Flow) -> Iterator[Finding]:
    for expr, kind in flow.iterated.items():
        kinds = certain(scope, kind)
        if not kinds or not all(_cannot_be_called(scope, one) for one in kinds):
            continue
        is_table = all(_is_table(one) for one in kinds)
        name = "table" if is_table else show(widened(kinds[0]))
        fixes = tuple(
            Fix(f"Put {way} around it", (Edit(expr.start, expr.start, f"{way}("), Edit(expr.end, expr.end, ")")))
            for way in ("pairs", "ipairs")
        )
        message = f"a {name} cannot be called" if name != "nil" else "nil cannot be called"
        yield Finding(expr.start, expr.end, message, "", fixes if is_table else ())


def _is_table(kind: Type) -> bool:
    return isinstance(kind, (Array, Map, Tuple, Record, Table))


def _cannot_be_called(scope: Scope, kind: Type) -> bool:
    if isinstance(kind, Table):
        return len(lineage(scope, kind)) == 1 and _is_plain(scope, kind)
    if isinstance(kind, Literal):
        return True
    return _is_table(kind) or show(kind) in ("nil", "string", "number", "integer", "boolean")


def _is_plain(scope: Scope, table: Table) -> bool:
    """Whether nothing but a constructor is ever there, so that it has no metatable that the text does not show."""
    path = path_of_table(scope, table)
    if path is None or b"setmetatable" in scope.snapshot.text:
        return False
    found = [value for _, _, value in values_at(scope.project, path, scope.snapshot)]
    return bool(found) and all(isinstance(value, ast.Table) for value in found)


RULE = FileRule(_CODE, WARNING, check, asks_types=True)
