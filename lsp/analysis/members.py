"""The fields of a table, as far as the text assigns them, its own and those of the tables it inherits from.

A table inherits from the ``__index`` of its metatable, and from what the common class libraries' functions are
given.  Relies on `linking`.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import is_call_of
from lsp.analysis.linking import Files, Global, Local, Path, path_of, values_at, writes_into
from lsp.analysis.links import links
from lsp.binding.facts import FieldUse
from lsp.documents.snapshot import Snapshot

_INDEX: Final = b"__index"
_EXTENDING_METHODS: Final = (b"extend", b"subclass", b"inherit")
_MAX_FILES: Final = 40
_MAX_DEPTH: Final = 6


class Member(NamedTuple):
    """A field where it is assigned first."""

    snapshot: Snapshot
    unit: int
    use: FieldUse


def members(files: Files, origin: Snapshot, others: Iterable[Snapshot], path: Path) -> dict[bytes, Member]:
    """The fields of what is at a path, seen from the file `origin`; `others` may assign to it as well."""
    found: dict[bytes, Member] = {}
    searched = list(_homes(origin, others, path))
    for depth, one in enumerate(_lineage(files, origin, path)):
        homes = searched if depth == 0 else list(_homes(origin, (), one))
        for home in homes:
            for unit, use in writes_into(files, home, one):
                if use.key.value:
                    found.setdefault(use.key.value, Member(home, unit, use))
    return found


def _homes(origin: Snapshot, others: Iterable[Snapshot], path: Path) -> Iterator[Snapshot]:
    """The files that may assign to the fields of a path."""
    seen: set[str] = set()
    first = [path.root.snapshot] if isinstance(path.root, Local) else []
    for at, home in enumerate([*first, origin, *others]):
        if home.uri not in seen and at < _MAX_FILES:
            seen.add(home.uri)
            yield home


def _lineage(files: Files, origin: Snapshot, path: Path) -> Iterator[Path]:
    """The path and those it inherits from, each once."""
    seen: set[Path] = set()
    waiting = [path]
    while waiting and len(seen) < _MAX_DEPTH:
        one = waiting.pop(0)
        if one not in seen:
            seen.add(one)
            yield one
            waiting += parents(files, origin, one)


def parents(files: Files, origin: Snapshot, path: Path) -> list[Path]:
    """What a table inherits from directly."""
    home = path.root.snapshot if isinstance(path.root, Local) else origin
    found = list(_by_class_library(files, home, path))
    for at, call in _setmetatable_calls(home):
        if path_of(files, home, at, call.arguments[0]) == path:
            found += _indexed_by(files, home, at, call.arguments[1])
    for snapshot, at, value in values_at(files, path.field(_INDEX), home):
        found += [one for one in [path_of(files, snapshot, at, value)] if one is not None]
    return [one for one in dict.fromkeys(found) if one != path]


def _setmetatable_calls(snapshot: Snapshot) -> Iterator[tuple[int, ast.Call]]:
    for at in links(snapshot).users.get(b"setmetatable", ()):
        for use in snapshot.units[at].facts.calls:
            call = use.node
            if isinstance(call, ast.Call) and is_call_of(call, b"setmetatable") and len(call.arguments) == 2:
                yield at, call


def _indexed_by(files: Files, snapshot: Snapshot, unit: int, metatable: ast.Expr) -> Iterator[Path]:
    """What the ``__index`` of a metatable is."""
    if isinstance(metatable, ast.Table):
        for item in metatable.items:
            if isinstance(item.key, ast.String) and item.key.value == _INDEX:
                path = path_of(files, snapshot, unit, item.value)
                if path is not None:
                    yield path
        return
    path = path_of(files, snapshot, unit, metatable)
    if path is not None:
        yield path


def _by_class_library(files: Files, snapshot: Snapshot, path: Path) -> Iterator[Path]:
    """``Parent:extend()`` and ``class("Name", Parent)``."""
    for home, at, value in values_at(files, path, snapshot):
        parent: ast.Expr | None = None
        if isinstance(value, ast.MethodCall) and value.name.value in _EXTENDING_METHODS:
            parent = value.object
        elif isinstance(value, ast.Call) and isinstance(value.function, ast.Name) and value.function.name == b"class":
            parent = value.arguments[-1] if value.arguments else None
        found = None if parent is None else path_of(files, home, at, parent)
        if found is not None and not (isinstance(found.root, Global) and found.root.name == b"string"):
            yield found
