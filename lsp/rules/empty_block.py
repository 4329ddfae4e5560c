"""A block of an `if`, or a `do`, with nothing in it, not even a comment.

```lua
if ready then end           -- empty block
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.documents.units import Unit
from lsp.rules.finding import HINT, Finding, UnitRule
from lsp.rules.trees import nodes_of, text_between


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the blocks of every `if`, and at `do`."""
    for node in nodes_of(unit, ast.If):
        for block in [clause.body for clause in node.clauses] + ([node.orelse] if node.orelse is not None else []):
            if _is_empty(unit, block):
                yield Finding(node.start, block.end if block.end > block.start else node.end, "empty block")
    for plain in nodes_of(unit, ast.Do):
        if _is_empty(unit, plain.body):
            yield Finding(plain.start, plain.end, "empty block")


def _is_empty(unit: Unit, block: ast.Block) -> bool:
    return not block.statements and not text_between(unit, block.start, block.end).strip(b" \t\r\n;")


RULE = UnitRule("empty-block", HINT, check)
