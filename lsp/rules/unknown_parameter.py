"""An annotation about a parameter that the function does not have, or a second one about the same.

```lua
---@param widht number          -- there is no parameter 'widht'
local function area(width, height) return width * height end
```
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from engine.syntax.nodes import text_of
from lsp.binding.facts import FunctionFacts
from lsp.documents.spans import Edit
from lsp.documents.units import Unit
from lsp.rules.finding import WARNING, Finding, Fix, UnitRule

_BLOCK: Final = re.compile(rb"(?:[ \t]*--[^\n]*\n)+[ \t]*\Z")
_PARAM: Final = re.compile(rb"^[ \t]*---[ \t]*@param[ \t]+([\w.]+)", re.MULTILINE)


def check(unit: Unit) -> Iterator[Finding]:
    """Look at the comments right above functions."""
    if b"@param" not in unit.text:
        return
    for function in unit.facts.functions:
        yield from _function(unit, function)


def _function(unit: Unit, function: FunctionFacts) -> Iterator[Finding]:
    node = function.node
    if node is None:
        return
    start = node.start if function.target is None else min(function.target.start, node.start)
    line = unit.text.rfind(b"\n", 0, start - unit.origin) + 1
    block = _BLOCK.search(unit.text, 0, line)
    if block is None:
        return
    names = [text_of(one.name) for one in node.parameters] + (["..."] if node.is_vararg else [])
    seen: set[str] = set()
    for found in _PARAM.finditer(unit.text, block.start(), line):
        name = found[1].decode("utf-8", "replace")
        at, end = found.start(1) + unit.origin, found.end(1) + unit.origin
        if name not in names and not _names_field(name, names):
            close = difflib.get_close_matches(name, [one for one in names if one != "..."], 1)
            fixes = tuple(Fix(f"Change to '{one}'", (Edit(at, end, one),)) for one in close)
            yield Finding(at, end, f"there is no parameter '{name}'", name, fixes)
        elif name in seen:
            yield Finding(at, end, f"'{name}' is described before", name)
        seen.add(name)


def _names_field(name: str, names: list[str]) -> bool:
    """Whether an annotation is about a field of a parameter: ``options.width``, which some write."""
    return "." in name and name.partition(".")[0] in names


RULE = UnitRule("unknown-parameter", WARNING, check)
