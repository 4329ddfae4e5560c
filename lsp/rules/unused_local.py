"""A local variable that is never read.

```lua
local width = 3         -- unused local 'width'
```

Names that begin with an underscore are left out, as are variables that are there to be closed (`<close>`).  The first
variable of a loop is needed in any case.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.binding.facts import FUNCTION, LOCAL, LOOP, READ, FunctionFacts, Use, Variable
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, FileRule, Finding, Fix, View

_MEMORY: Final = "unused variables"


def check(view: View) -> Iterator[Finding]:
    """Look at the variables of every unit, those of the top level with the units that come after."""
    for shift, variable in unused(view):
        if not is_function(variable):
            name = text_of(variable.name)
            node = variable.node
            fixes = (Fix(f"Rename to '_{name}'", (Edit(node.start, node.start, "_"),)),) if not variable.uses else ()
            message = f"'{name}' is assigned to, but never read" if variable.uses else f"unused local '{name}'"
            yield Finding(node.start, node.end, message, name, fixes).moved(shift)


def is_function(variable: Variable) -> bool:
    """Whether a variable was made to hold a function."""
    return variable.kind == FUNCTION or (variable.nth == 0 and isinstance(variable.value, ast.Function))


def unused(view: View) -> Iterator[tuple[int, Variable]]:
    """The variables that nobody reads, functions among them, and the shifts of their units."""
    snapshot = view.snapshot
    linked = links(snapshot)
    for at, unit in view.units():
        for variable in _unread(unit):
            if variable.exported and any(_reads(use, variable) for _, use in linked.free_uses(snapshot, at, variable)):
                continue
            yield snapshot.shift(at), variable


def _unread(unit: Unit) -> list[Variable]:
    """The variables of a unit that it does not read itself."""
    found = unit.memory.get(_MEMORY)
    if not isinstance(found, list):
        found = [variable for variable in unit.facts.variables if _may_be_unused(variable)]
        unit.memory[_MEMORY] = found
    return found


def _may_be_unused(variable: Variable) -> bool:
    if variable.kind not in (LOCAL, FUNCTION, LOOP) or variable.name.startswith(b"_") or not variable.name:
        return False
    if variable.attrib == b"close" or (variable.kind == LOOP and variable.nth == 0):
        return False
    return not any(_reads(use, variable) for use in variable.uses)


def _reads(use: Use, variable: Variable) -> bool:
    """Whether a use counts: a function's use of itself does not."""
    return use.access == READ and not (variable.kind == FUNCTION and _inside(use.function, variable.value))


def _inside(function: FunctionFacts | None, node: ast.Expr | None) -> bool:
    while function is not None:
        if function.node is node and node is not None:
            return True
        function = function.parent
    return False


RULE = FileRule("unused-local", HINT, check, unnecessary=True)
