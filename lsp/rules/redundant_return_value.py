"""A `return` with more values than the function's comment promises.

```lua
---@return number
local function area(w, h)
  return w * h, "m2"        -- 1 value is promised, this returns 2
end
```
"""

from collections.abc import Iterator

from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.trees import is_several
from lsp.types import documentation


def check(view: View) -> Iterator[Finding]:
    """Look at the functions whose comments promise results."""
    snapshot = view.snapshot
    for at, unit in view.units():
        if b"@return" not in unit.text:
            continue
        shift = snapshot.shift(at)
        for function in unit.facts.functions:
            annotations = documentation.of_function(snapshot, at, function)
            promised = annotations.returns
            if not promised or annotations.overloads or any(one.type.endswith("...") for one in promised):
                continue
            if any(one.name == "..." for one in promised):
                continue
            for statement in function.returns:
                values = statement.values
                sure = len(values) - 1 if values and is_several(values[-1]) else len(values)
                if sure > len(promised):
                    first = values[len(promised)]
                    count = f"{len(promised)} value{'s are' if len(promised) > 1 else ' is'}"
                    message = f"{count} promised, this returns {len(values)}"
                    yield Finding(first.start + shift, values[-1].end + shift, message)


RULE = FileRule("redundant-return-value", WARNING, check)
