"""A function that the same file defines twice, so that the first definition is lost.

```lua
function M.close() end
function M.close() end          -- 'M.close' is defined before
```

Definitions in blocks of their own (`if`, loops, other functions) may each have their time, and are left out, as are
those behind a way out of the file.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.analysis.links import links
from lsp.binding.facts import READ
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, FileRule, Finding, View


def check(view: View) -> Iterator[Finding]:
    """Look at the function statements of the top level."""
    snapshot = view.snapshot
    linked = links(snapshot)
    seen: dict[tuple[str, object], tuple[int, int, int]] = {}
    for at, unit in enumerate(snapshot.units):
        defined = _defined(unit)
        if defined is None:
            continue
        variable = linked.declared(defined.root, at)
        key = (defined.name, None if variable is None else variable[1])
        target = defined.target
        shift = snapshot.shift(at)
        name, start, end = defined.name, target.start + shift, target.end + shift
        before = seen.get(key)
        seen[key] = (start, end, at)
        if before is None or _is_read(view, target, before[2], at):
            continue
        yield Finding(start, end, f"'{name}' is defined before", name, (), ((before[0], before[1], "the first one"),))


class _Defined(NamedTuple):
    """What a function statement assigns to: all of its name, and the variable that it begins with."""

    name: str
    root: bytes
    target: ast.Expr


def _defined(unit: Unit) -> _Defined | None:
    if _Defined not in unit.memory:
        unit.memory[_Defined] = _find_defined(unit.statement)
    found: _Defined | None = unit.memory[_Defined]  # type: ignore[assignment]  # nothing else lies under this key
    return found


def _find_defined(statement: ast.Stat | None) -> _Defined | None:
    if not isinstance(statement, ast.FunctionStat):
        return None
    name = dotted(statement.target)
    root: ast.Expr = statement.target
    while isinstance(root, ast.Index):
        root = root.object
    return _Defined(name, root.name, statement.target) if name and isinstance(root, ast.Name) else None


def _is_read(view: View, target: ast.Expr, first: int, last: int) -> bool:
    """Whether the top level between two definitions, or the second one, reads the first one (it is
    wrapped, then) or the file may have ended in between."""
    for at in range(first + 1, last + 1):
        unit = view.snapshot.units[at]
        if unit.facts.main.returns:
            return True
        function_ = unit.statement.function if isinstance(unit.statement, ast.FunctionStat) else None
        if isinstance(target, ast.Name):
            if any(use.access == READ for use in unit.facts.free.get(target.name, ())) and function_ is None:
                return True
        elif isinstance(target, ast.Index) and isinstance(target.key, ast.String):
            key = target.key.value
            if function_ is None and any(use.key.value == key for use in unit.facts.fields):
                return True
    return False


RULE = FileRule("duplicate-function", WARNING, check)
