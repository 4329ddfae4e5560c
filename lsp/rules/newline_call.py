"""A call whose parenthesis stands on the next line: it may have been meant as a statement of its own.

```lua
local x = f
(g or h)()          -- this calls what stands on the line before: f(g or h)
```

Put a semicolon between them, or the parenthesis on the line of what it calls.  Where nothing is done with what the
parenthesis gives, it can be no statement of its own, and is meant as it stands.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import called
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule
from lsp.rules.trees import nodes_of, text_between


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the text between what is called and the parenthesis."""
    if b"\n(" not in unit.text.replace(b" ", b"").replace(b"\t", b""):
        return
    calls: list[ast.Call | ast.MethodCall] = [*nodes_of(unit, ast.Call), *nodes_of(unit, ast.MethodCall)]
    used_on = {called(node) for node in calls}
    used_on.update(node.object for node in nodes_of(unit, ast.Index))
    for node in calls:
        if node not in used_on:
            continue
        end = called(node).end
        between = text_between(unit, end, node.end)
        at = between.find(b"(")
        if at > 0 and b"\n" in between[:at] and not between[:at].strip():
            place = end + at
            message = "this calls what stands on the line before"
            yield Finding(place, place + 1, message, "", (Fix("Begin a new statement", (Edit(end, end, ";"),)),))


RULE = UnitRule("newline-call", WARNING, check)
