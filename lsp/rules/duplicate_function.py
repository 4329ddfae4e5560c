"""A function that the same file defines twice, so that the first definition is lost.

    function M.close() end
    function M.close() end          -- 'M.close' is defined before

Definitions in blocks of their own (`if`, loops, other functions) may each have their time, and are left out, as are
those behind a way out of the file.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.analysis.links import links
from lsp.binding.facts import READ
from lsp.rules.finding import WARNING, FileRule, Finding, View


def check(view: View) -> Iterator[Finding]:
    """Look at the function statements of the top level."""
    snapshot = view.snapshot
    linked = links(snapshot)
    seen: dict[tuple[str, object], tuple[int, int, int]] = {}
    for at, unit in enumerate(snapshot.units):
        statement = unit.statement
        if not isinstance(statement, ast.FunctionStat):
            continue
        name = dotted(statement.target)
        root: ast.Expr = statement.target
        while isinstance(root, ast.Index):
            root = root.object
        if not name or not isinstance(root, ast.Name):
            continue
        variable = linked.declared(root.name, at)
        key = (name, None if variable is None else variable[1])
        start, end = statement.target.start + snapshot.shift(at), statement.target.end + snapshot.shift(at)
        before = seen.get(key)
        seen[key] = (start, end, at)
        if before is None or _is_read(view, statement.target, before[2], at):
            continue
        yield Finding(start, end, f"'{name}' is defined before", name, (), ((before[0], before[1], "the first one"),))


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
