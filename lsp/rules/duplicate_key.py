"""A key that a table constructor has twice; the later value counts.

```lua
local t = { x = 1, y = 2, x = 3 }       -- duplicate key 'x'
```
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, UnitRule
from lsp.rules.trees import nodes_of

Key = tuple[str, object]


def check(unit: Unit) -> Iterator[Finding]:
    """Look at every constructor."""
    for node in nodes_of(unit, ast.Table):
        seen: dict[Key, ast.Node] = {}
        position = 0
        for item in node.items:
            if item.key is None:
                position += 1
                key: Key | None = ("number", position)
                place: ast.Node = item
            else:
                key = _constant(item.key)
                place = item.key
            if key is None:
                continue
            if key in seen:
                first = seen[key]
                related = ((first.start, first.end, "the first one"),)
                yield Finding(place.start, place.end, f"duplicate key '{_shown(key)}'", _shown(key), (), related)
            else:
                seen[key] = place


def _constant(key: ast.Expr) -> Key | None:
    if isinstance(key, ast.String):
        return ("string", key.value)
    if isinstance(key, ast.Number) and key.value == key.value:
        return ("number", key.value)
    if isinstance(key, (ast.TrueLiteral, ast.FalseLiteral)):
        return ("boolean", isinstance(key, ast.TrueLiteral))
    return None


def _shown(key: Key) -> str:
    value = key[1]
    return text_of(value) if isinstance(value, bytes) else str(value).lower()


RULE = UnitRule("duplicate-key", WARNING, check)
