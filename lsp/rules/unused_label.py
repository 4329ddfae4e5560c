"""A label that no `goto` leads to.

```lua
::again::           -- unused label 'again'
```
"""

from collections.abc import Iterator

from engine.syntax.nodes import text_of
from lsp.documents.spans import Edit
from lsp.rules.finding import HINT, FileRule, Finding, Fix, View


def check(view: View) -> Iterator[Finding]:
    """Look at the labels of every unit."""
    snapshot = view.snapshot
    wanted = {jump.label for unit in snapshot.units for jump in unit.facts.open_jumps}
    for at, unit in enumerate(snapshot.units):
        shift = snapshot.shift(at)
        for label in unit.facts.labels:
            if label.jumps or (label in unit.facts.top_labels and label.name in wanted):
                continue
            name = text_of(label.name)
            fix = Fix(f"Remove '::{name}::'", (Edit(label.node.start, label.node.end, ""),))
            yield Finding(label.start, label.end, f"unused label '{name}'", name, (fix,)).moved(shift)


RULE = FileRule("unused-label", HINT, check, unnecessary=True)
