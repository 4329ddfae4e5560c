"""A function that is said to return something and can end without doing so.

```lua
---@return number
local function sign(x)
  if x > 0 then return 1 end
end                             -- nothing is returned here, but 'number' is promised
```

A result that may be nil need not be returned.
"""

from collections.abc import Iterator

from lsp.binding.facts import FunctionFacts
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.unreachable_code import block_ends
from lsp.types import documentation
from lsp.types.annotations import split_list

_MAY_BE_NIL = frozenset(("nil", "any", "void", "unknown", "..."))


def check(view: View) -> Iterator[Finding]:
    """Look at the functions whose comments promise results."""
    snapshot = view.snapshot
    for at, unit in view.units():
        if b"@return" not in unit.text:
            continue
        shift = snapshot.shift(at)
        for function in unit.facts.functions:
            node = function.node
            if node is None or not node.body.statements or block_ends(node.body):
                continue
            promised = _promised(view, at, function)
            if promised:
                end = node.end + shift
                message = f"nothing is returned here, but '{promised}' is promised"
                yield Finding(end - len("end"), end, message)


def _promised(view: View, unit: int, function: FunctionFacts) -> str:
    """The type of the first result, if it cannot be nil; empty otherwise."""
    returns = documentation.of_function(view.snapshot, unit, function).returns
    if not returns or returns[0].type.endswith("?"):
        return ""
    kind = returns[0].type
    return "" if any(part in _MAY_BE_NIL for part in split_list(kind, "|")) else kind


RULE = FileRule("missing-return", WARNING, check)
