"""A variable that gets no value although others of its statement do: it becomes nil.

```lua
local width, height = 3         -- 'height' becomes nil
```

A call or `...` at the end may give any number of values, and `local a, b = nil` is plainly meant; so is a local
variable that gets its value later on.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.analysis.links import is_reassigned
from lsp.binding.facts import WRITE
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.trees import is_several, nodes_of, text_between


def check(view: View) -> Iterator[Finding]:
    """Look at declarations and assignments with values."""
    for at, unit in view.units():
        shift = view.snapshot.shift(at)
        for assign in nodes_of(unit, ast.Assign):
            yield from _statement(unit, shift, list(assign.targets), assign.values)
        for local in nodes_of(unit, ast.Local):
            names = [one.name for one in local.names]
            if not all(_is_assigned(view, at, name) for name in names[len(local.values) :]):
                yield from _statement(unit, shift, list[ast.Expr](names), local.values)


def _is_assigned(view: View, at: int, name: ast.Name) -> bool:
    """Whether a local variable gets a value after its declaration."""
    variable = view.snapshot.units[at].facts.variable_of.get(name)
    if variable is None:
        return False
    return any(use.access == WRITE for use in variable.uses) or is_reassigned(view.snapshot, at, variable)


def _statement(unit: Unit, shift: int, targets: list[ast.Expr], values: list[ast.Expr]) -> Iterator[Finding]:
    if not values or len(values) >= len(targets) or is_several(values[-1]) or isinstance(values[-1], ast.Nil):
        return
    if isinstance(values[-1], ast.ErrorExpr):
        return
    first, last = targets[len(values)], targets[-1]
    name = dotted(first) or text_between(unit, first.start, first.end).decode("utf-8", "replace")
    yield Finding(first.start + shift, last.end + shift, f"'{name}' becomes nil", name)


RULE = FileRule("unbalanced-assignment", WARNING, check)
