"""A local variable that hides another one of the same function, or of the one around it.

```lua
local total = 0
for _, item in ipairs(items) do
  local total = total + item        -- 'total' hides a variable that is declared before
end
```

Names that begin with an underscore, and `self`, may hide each other.
"""

from collections.abc import Iterator

from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.binding.facts import GLOBAL, Variable
from lsp.rules.finding import HINT, FileRule, Finding, View


def check(view: View) -> Iterator[Finding]:
    """Look at the variables of every unit, and at those of the top level that they may hide."""
    snapshot = view.snapshot
    linked = links(snapshot)
    for at, unit in view.units():
        shift = snapshot.shift(at)
        visible: dict[bytes, list[Variable]] = {}
        for variable in unit.facts.variables:
            if variable.name.startswith(b"_") or variable.name in (b"self", b""):
                continue
            before = visible.setdefault(variable.name, [])
            hidden = _hidden(before, variable)
            before.append(variable)
            if hidden is not None:
                place = (hidden.node.start + shift, hidden.node.end + shift)
            else:
                found = linked.declared(variable.name, at)
                if found is None or found[1].kind == GLOBAL or variable.exported:
                    continue
                home = snapshot.shift(found[0])
                place = (found[1].node.start + home, found[1].node.end + home)
            name = text_of(variable.name)
            related = ((*place, f"the other '{name}'"),)
            start, end = variable.node.start + shift, variable.node.end + shift
            yield Finding(start, end, f"'{name}' hides a variable that is declared before", name, (), related)


def _hidden(before: list[Variable], variable: Variable) -> Variable | None:
    for one in reversed(before):
        if one.start <= variable.node.start < one.end:
            return one
    return None


RULE = FileRule("redefined-local", HINT, check)
