"""The use of something that its comment calls `---@deprecated`.

```lua
---@deprecated
local function old() end
old()                   -- 'old' is deprecated
```
"""

from collections.abc import Iterator

from lsp.analysis.symbols import occurrences, symbol_of
from lsp.binding.facts import READ
from lsp.documents.snapshot import Snapshot
from lsp.rules.finding import HINT, FileRule, Finding, View


def check(view: View) -> Iterator[Finding]:
    """Look at what the workspace's comments call deprecated."""
    for home in view.project.mentioning(b"@deprecated"):
        yield from _of_file(view, home)


def _of_file(view: View, home: Snapshot) -> Iterator[Finding]:
    from lsp.analysis.symbols import mark_at
    from lsp.types import documentation

    for at, unit in enumerate(home.units):
        if b"@deprecated" not in unit.text:
            continue
        for function in unit.facts.functions:
            if not documentation.of_function(home, at, function).deprecated or function.start == function.end:
                continue
            found = mark_at(home, function.start + home.shift(at))
            if found is None:
                continue
            symbol = symbol_of(view.project, home, *found)
            if symbol.name not in view.snapshot.text:
                continue
            for place in occurrences(view.project, view.snapshot, symbol):
                if place.access == READ:
                    name = symbol.name.decode("utf-8", "replace")
                    yield Finding(place.start, place.end, f"'{name}' is deprecated", name)


RULE = FileRule("deprecated", HINT, check, deprecated=True)
