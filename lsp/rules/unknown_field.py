"""A field that the class of an object does not have.

```lua
---@class Account
---@field balance number
---@param account Account
local function show(account)
  print(account.balanse)        -- 'Account' has no field 'balanse'
end
```

Reported of classes that are declared with all that they inherit from, if no file of the workspace assigns to a field of
that name, of whatever; and not where an `__index` function or a field like `[string]` may give any.
"""

import difflib
from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.linking import fields_named
from lsp.binding.facts import WRITE
from lsp.documents.spans import Edit
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.rules.typed import certain, in_flows
from lsp.types import declared
from lsp.types.fields import table_field
from lsp.types.model import NIL, STRING, UNKNOWN, Function, Named
from lsp.types.scope import Scope
from lsp.types.walk import Flow

_CODE: Final = "unknown-field"


def check(view: View) -> Iterator[Finding]:
    """Look at the fields that are read, and at methods that are called."""
    for finding in in_flows(view, _CODE, _flow):
        if not _is_assigned(view, finding.name.encode()):
            yield finding


def _is_assigned(view: View, name: bytes) -> bool:
    """Whether anything assigns to a field of a name: it might be the one."""
    return any(
        use.access == WRITE for snapshot in view.project.mentioning(name) for _, use in fields_named(snapshot, name)
    )


def _flow(scope: Scope, flow: Flow) -> Iterator[Finding]:
    for node in list(flow.types):
        if isinstance(node, ast.Index) and isinstance(node.key, ast.String):
            yield from _looked_up(scope, flow, node.object, node.key)
        elif isinstance(node, ast.MethodCall):
            yield from _looked_up(scope, flow, node.object, node.name)


def _looked_up(scope: Scope, flow: Flow, object: ast.Expr, key: ast.String) -> Iterator[Finding]:
    kinds = [kind for kind in certain(scope, flow.types.get(object, UNKNOWN)) if kind != NIL]
    classes = [kind for kind in kinds if isinstance(kind, Named)]
    name = text_of(key.value)
    if not classes or len(classes) < len(kinds) or not name.isidentifier():
        return
    if not all(_lacks(scope, kind, key.value) for kind in classes):
        return
    owner = " or ".join(f"'{kind.name}'" for kind in classes)
    fields = sorted({field for kind in classes for field in declared.fields(scope, kind)})
    close = difflib.get_close_matches(name, fields, 2)
    start, end = (key.start, key.end) if key.end - key.start == len(key.value) else (key.start + 1, key.end - 1)
    fixes = tuple(Fix(f"Change to '{one}'", (Edit(start, end, one),)) for one in close)
    yield Finding(start, end, f"{owner} has no field '{name}'", name, fixes)


def _lacks(scope: Scope, kind: Named, key: bytes) -> bool:
    """Whether a class that is known well enough has no field of a name."""
    fields = declared.fields(scope, kind)
    if not fields or text_of(key) in fields or not declared.is_fully_declared(scope, kind):
        return False
    if any(rest.key == STRING or rest.key == UNKNOWN for rest in declared.indexer(scope, kind)):
        return False
    for table in declared.tables(scope, kind):
        if table_field(scope, table, key) is not None:
            return False
        if isinstance(table_field(scope, table, b"__index"), Function):
            return False
    return True


RULE = FileRule(_CODE, WARNING, check, asks_all=True, asks_types=True)
