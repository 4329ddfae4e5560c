"""A library's function that the file's Lua version does not have.

    ---@lua 5.4
    print(unpack({1, 2}))       -- 'unpack' is not in Lua 5.4 (but in 5.1, luajit)

Use what the version has instead, or say with `---@lua` which one the file is written in.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.binding.facts import READ
from lsp.documents.spans import Edit
from lsp.documents.suppression import suppressions
from lsp.library import catalogue
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.rules.library_use import library_fields

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
    for at, unit in view.units():
        shift = snapshot.shift(at)
        for name, uses in unit.facts.free.items():
            text = text_of(name)
            if text in known or catalogue.is_global(snapshot.dialect, text):
                continue
            dialects = catalogue.dialects_with(text)
            if not dialects or linked.declared(name, at) or view.project.defines_global(name):
                continue
            for use in uses:
                if use.access == READ:
                    yield _finding(snapshot.dialect.name, text, dialects, use.node.start + shift, use.node.end + shift)
    for start, end, full in library_fields(view):
        dialects = catalogue.dialects_with(full)
        if dialects and snapshot.dialect.key not in dialects:
            yield _finding(snapshot.dialect.name, full, dialects, start, end)


def _finding(dialect: str, name: str, dialects: list[str], start: int, end: int) -> Finding:
    message = f"'{name}' is not in {dialect} (but in {', '.join(dialects)})"
    fixes = tuple(Fix(f"Change to '{other}'", (Edit(start, end, other),)) for other in _INSTEAD.get(name, ()))
    return Finding(start, end, message, name, fixes)


RULE = FileRule("other-dialect", WARNING, check, asks_all=True)
