"""Code that no way leads to: behind `return`, `break`, `goto`, `error(...)`, `os.exit(...)` or an endless loop.

```lua
do return 1 end
print("never")          -- unreachable code
```
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import walk
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, FileRule, Finding, View
from lsp.rules.trees import nodes_of

_MEMORY: Final = "unreachable code"
_ENDING: Final = (b"error",)


def check(view: View) -> Iterator[Finding]:
    """Look at the statements of every block, and at those of the file."""
    snapshot = view.snapshot
    for at, unit in view.units():
        found = unit.memory.get(_MEMORY)
        if not isinstance(found, list):
            found = unit.memory[_MEMORY] = list(_in_blocks(unit))
        for one in found:
            yield one.moved(snapshot.shift(at))
        if unit.statement is not None and _ends(unit.statement):
            yield from _behind(snapshot, at)


def _behind(snapshot: Snapshot, ending: int) -> Iterator[Finding]:
    """What stands behind a statement of the file that nothing goes on behind."""
    units = enumerate(snapshot.units[ending + 1 :], ending + 1)
    rest = [(at, unit.statement) for at, unit in units if unit.statement is not None]
    if rest and not any(isinstance(one, ast.Label) for _, one in rest):
        (first, begins), (last, ends) = rest[0], rest[-1]
        yield Finding(begins.start + snapshot.shift(first), ends.end + snapshot.shift(last), "unreachable code")


def _in_blocks(unit: Unit) -> Iterator[Finding]:
    for node in nodes_of(unit, ast.Block):
        statements = node.statements
        for at, statement in enumerate(statements[:-1]):
            rest = statements[at + 1 :]
            if _ends(statement) and not any(isinstance(one, ast.Label) for one in rest):
                yield Finding(rest[0].start, rest[-1].end, "unreachable code")
                break


def _ends(statement: ast.Stat) -> bool:
    """Whether nothing goes on behind a statement."""
    if isinstance(statement, (ast.Return, ast.Break, ast.Goto)):
        return True
    if isinstance(statement, ast.CallStat):
        return _is_ending_call(statement.call)
    if isinstance(statement, ast.Do):
        return block_ends(statement.body)
    if isinstance(statement, ast.If):
        bodies = [clause.body for clause in statement.clauses]
        return statement.orelse is not None and all(block_ends(body) for body in [*bodies, statement.orelse])
    if isinstance(statement, ast.While):
        return isinstance(statement.condition, ast.TrueLiteral) and not _breaks(statement.body)
    return False


def block_ends(block: ast.Block) -> bool:
    """Whether nothing goes on behind a block."""
    return bool(block.statements) and _ends(block.statements[-1])


def _is_ending_call(call: ast.Expr) -> bool:
    if not isinstance(call, ast.Call):
        return False
    function = call.function
    if isinstance(function, ast.Name):
        return function.name in _ENDING
    if (
        isinstance(function, ast.Index)
        and isinstance(function.object, ast.Name)
        and isinstance(function.key, ast.String)
    ):
        return function.object.name == b"os" and function.key.value == b"exit"
    return False


def _breaks(block: ast.Block) -> bool:
    """Whether a loop's body leaves the loop, by `break` or by `goto`."""
    return any(isinstance(node, (ast.Break, ast.Goto)) for node in walk(block))


RULE = FileRule("unreachable-code", HINT, check, unnecessary=True)
