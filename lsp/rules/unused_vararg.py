"""A function that takes any number of arguments and never looks at them.

```lua
local function log(format, ...)     -- unused vararg
  print(format)
end
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.binding.facts import READ
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, Finding, UnitRule
from lsp.rules.trees import nodes_of, text_between


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the functions with a vararg."""
    functions = [node for node in nodes_of(unit, ast.Function) if node.is_vararg and node.body.statements]
    if not functions:
        return
    varargs = nodes_of(unit, ast.Vararg)
    for node in functions:
        if node.vararg is not None:
            variable = unit.facts.variable_of.get(node.vararg)
            if variable is not None and any(use.access == READ for use in variable.uses):
                continue
        inner = [one for one in functions if node.start < one.start and one.end <= node.end]
        if any(
            node.body.start <= one.start < node.body.end and not any(i.start <= one.start < i.end for i in inner)
            for one in varargs
        ):
            continue
        if node.vararg is None and _names_arg(unit, node):
            continue
        at = text_between(unit, node.start, node.body.start).rfind(b"...")
        if at >= 0:
            start = node.start + at
            yield Finding(start, start + 3, "unused vararg", "...")


def _names_arg(unit: Unit, node: ast.Function) -> bool:
    """Whether a function names `arg`, which in Lua 5.0 and in some builds of 5.1 holds the extra arguments."""
    return any(node.start <= use.node.start < node.end for use in unit.facts.free.get(b"arg", ()))


RULE = UnitRule("unused-vararg", HINT, check, unnecessary=True)
