"""A local variable that is never read.

    local width = 3         -- unused local 'width'

Names that begin with an underscore are left out, as are variables that are there to be closed (`<close>`).
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.analysis.linking import links
from lsp.binding.facts import FUNCTION, LOCAL, LOOP, READ, Variable
from lsp.binding.nodes import text_of
from lsp.documents.spans import Edit
from lsp.rules.finding import HINT, FileRule, Finding, Fix, View


def check(view: View) -> Iterator[Finding]:
    """Look at the variables of every unit, those of the top level with the units that come after."""
    snapshot = view.snapshot
    linked = links(snapshot)
    for at, unit in enumerate(snapshot.units):
        shift = snapshot.shift(at)
        for variable in unit.facts.variables:
            if variable.kind not in (LOCAL, FUNCTION, LOOP) or variable.name.startswith(b"_") or not variable.name:
                continue
            if variable.attrib == b"close" or any(_counts(use.access) for use in variable.uses):
                continue
            if variable.kind == LOOP and variable.nth == 0:
                continue  # a loop needs its first variable
            later = linked.free_uses(snapshot, at, variable) if variable.exported else ()
            if not any(_counts(use.access) for _, use in later):
                yield _finding(variable).moved(shift)


def _counts(access: int) -> bool:
    return access == READ


def _finding(variable: Variable) -> Finding:
    name = text_of(variable.name)
    node = variable.node
    what = "function" if variable.kind == FUNCTION else "local"
    fixes = [Fix(f"Rename to '_{name}'", (Edit(node.start, node.start, "_"),))] if not variable.uses else []
    if isinstance(variable.statement, ast.LocalFunction) and not variable.uses:
        fixes.insert(0, Fix(f"Remove '{name}'", (Edit(variable.statement.start, variable.statement.end, ""),)))
    return Finding(node.start, node.end, f"unused {what} '{name}'", name, tuple(fixes))


RULE = FileRule("unused-local", HINT, check, unnecessary=True)
