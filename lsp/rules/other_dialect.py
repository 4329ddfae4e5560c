"""A library's function that the file's Lua version does not have.

```lua
---@lua 5.4
print(unpack({1, 2}))       -- 'unpack' is not in Lua 5.4 (but in 5.1, luajit)
```

Use what the version has instead, or say with `---@lua` which one the file is written in.  A file that asks whether
there is such a thing (`if setfenv then`, `unpack or table.unpack`) is written for several versions, and knows.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import dotted, text_of
from lsp.analysis.links import links
from lsp.binding.facts import READ
from lsp.documents.dialect_choice import title
from lsp.documents.spans import Edit
from lsp.documents.suppression import suppressions
from lsp.documents.units import Unit
from lsp.library import catalogue
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.rules.library_use import library_fields
from lsp.rules.trees import conditions, nodes_of

_ASKED: Final = "names that are asked for"
_INSTEAD: Final[dict[str, tuple[str, ...]]] = {
    "unpack": ("table.unpack",),
    "table.unpack": ("unpack",),
    "loadstring": ("load",),
    "math.pow": (),
    "table.getn": (),
    "string.gfind": ("string.gmatch",),
    "math.mod": ("math.fmod",),
    "math.atan2": ("math.atan",),
    "package.loaders": ("package.searchers",),
    "package.searchers": ("package.loaders",),
}


def check(view: View) -> Iterator[Finding]:
    """Look at the free names and at the fields of the libraries' tables."""
    snapshot = view.snapshot
    linked = links(snapshot)
    known = view.project.known_globals(snapshot.uri) | suppressions(snapshot).globals
    asked = frozenset().union(*(_asked(unit) for unit in snapshot.units))
    for at, unit in view.units():
        shift = snapshot.shift(at)
        for name, uses in unit.facts.free.items():
            text = text_of(name)
            if text in known or text in asked or catalogue.is_global(snapshot.dialect, text):
                continue
            dialects = catalogue.dialects_with(text)
            if not dialects or linked.declared(name, at) or view.project.defines_global(name):
                continue
            for use in uses:
                if use.access == READ:
                    yield _finding(
                        title(snapshot.dialect), text, dialects, use.node.start + shift, use.node.end + shift
                    )
    for start, end, full in library_fields(view):
        dialects = catalogue.dialects_with(full)
        if full in known or not dialects or not catalogue.is_global(snapshot.dialect, full.partition(".")[0]):
            continue  # that there is no such library is said already
        if snapshot.dialect.key not in dialects and asked.isdisjoint((full, full.partition(".")[0])):
            yield _finding(title(snapshot.dialect), full, dialects, start, end)


def _asked(unit: Unit) -> frozenset[str]:
    """The names that a unit uses for no more than to see whether there is something of that name."""
    known = unit.memory.get(_ASKED)
    if not isinstance(known, frozenset):
        found = [part for condition in conditions(unit) for part in _parts(condition)]
        for binary in nodes_of(unit, ast.Binary):
            if binary.op in ("and", "or"):
                found += [*_parts(binary.left), *_parts(binary.right)]
        known = frozenset(name for name in map(dotted, found) if name)
        unit.memory[_ASKED] = known
    return known


def _parts(expr: ast.Expr) -> Iterator[ast.Expr]:
    """What a condition asks about: ``x``, ``not x``, ``x == nil``, ``type(x)``."""
    if isinstance(expr, ast.Paren):
        yield from _parts(expr.inner)
    elif isinstance(expr, ast.Unary) and expr.op == "not":
        yield from _parts(expr.operand)
    elif isinstance(expr, ast.Binary) and expr.op in ("and", "or", "==", "~="):
        yield from _parts(expr.left)
        yield from _parts(expr.right)
    elif isinstance(expr, ast.Call) and dotted(expr.function) == "type":
        yield from expr.arguments[:1]
    else:
        yield expr


def _finding(dialect: str, name: str, dialects: list[str], start: int, end: int) -> Finding:
    message = f"'{name}' is not in {dialect} (but in {', '.join(dialects)})"
    fixes = tuple(Fix(f"Change to '{other}'", (Edit(start, end, other),)) for other in _INSTEAD.get(name, ()))
    return Finding(start, end, message, name, fixes)


RULE = FileRule("other-dialect", WARNING, check, asks_all=True)
