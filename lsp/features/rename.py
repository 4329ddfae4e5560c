"""Renaming: what can be renamed, to what, and all the edits that takes.

Relies on `annotated`; refuses where the result would mean something else.
"""

import re
from typing import Final

from engine.syntax.tokens import RESERVED
from lsp.analysis.linking import Local
from lsp.analysis.links import links
from lsp.analysis.symbols import (
    FieldSymbol,
    GlobalSymbol,
    LocalSymbol,
    Occurrence,
    Symbol,
    UnknownField,
    occurrences,
)
from lsp.binding.facts import LOOP, PARAMETER, READ
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Edit, Span
from lsp.features import annotated
from lsp.features.annotated import Found, Target, TypeName
from lsp.features.defined import searched
from lsp.library import catalogue
from lsp.types import classes
from lsp.types.annotations import BUILT_IN
from lsp.workspace.project import Project

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TYPE_NAME: Final = re.compile(r"[A-Za-z_]\w*(?:[.-]\w+)*")
_GOTO: Final = "goto"


class RenameError(Exception):
    """Why something cannot be renamed, in words for the user."""


def prepare(project: Project, snapshot: Snapshot, offset: int) -> Span:
    """The name at an offset, if it can be renamed.  Raises `RenameError`."""
    found = _renamable(project, snapshot, offset)
    return Span(found.start, found.end)


def rename(project: Project, snapshot: Snapshot, offset: int, name: str) -> dict[str, list[Edit]]:
    """The edits of each file that give the thing at an offset a new name.  Raises `RenameError`."""
    target = _renamable(project, snapshot, offset).target
    if name.encode() == target.name:
        return {}
    if isinstance(target, TypeName):
        _check_type(project, name)
    else:
        _check_name(snapshot, name)
    edits: dict[str, list[Edit]] = {}
    for one in annotated.files(project, snapshot, target):
        _check_conflicts(one, target, name.encode())
        places = [place for place in annotated.places(project, one, target) if _is_plain(one, place, target)]
        if places:
            edits[one.uri] = [Edit(place.start, place.end, name) for place in places]
    return edits


def _renamable(project: Project, snapshot: Snapshot, offset: int) -> Found:
    found = annotated.target_at(project, snapshot, offset)
    if found is None or not found.target.name:
        raise RenameError("There is no name here.")
    symbol = found.target
    if isinstance(symbol, UnknownField):
        raise RenameError("It is not known what this is a field of.")
    if isinstance(symbol, GlobalSymbol):
        name = symbol.name.decode("utf-8", "replace")
        if catalogue.is_global(snapshot.dialect, name) and not project.defines_global(symbol.name):
            raise RenameError(f"'{name}' belongs to Lua.")
    if isinstance(symbol, LocalSymbol) and symbol.variable.node.start == symbol.variable.node.end:
        raise RenameError("'self' is implicit in a method.")
    if isinstance(symbol, FieldSymbol):
        _check_field(project, snapshot, symbol)
    return found


def _check_field(project: Project, snapshot: Snapshot, symbol: FieldSymbol) -> None:
    """A field is renamed only if its table is known, not just a parameter, and its definition in sight."""
    root = symbol.path.root
    if isinstance(root, Local) and root.variable.kind in (PARAMETER, LOOP):
        raise RenameError("It is not known what this is a field of.")
    for one in searched(project, snapshot, symbol):
        if any(place.access != READ for place in occurrences(project, one, symbol)):
            return
    raise RenameError("This field is not defined in the workspace.")


def _check_name(snapshot: Snapshot, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise RenameError(f"'{name}' is not a name.")
    if name.encode() in RESERVED and (name != _GOTO or snapshot.dialect.goto_statement):
        raise RenameError(f"'{name}' is a reserved word.")


def _check_type(project: Project, name: str) -> None:
    if not _TYPE_NAME.fullmatch(name) or name in BUILT_IN:
        raise RenameError(f"'{name}' cannot be the name of a class.")
    if classes.find(project, name) is not None:
        raise RenameError(f"There is a type '{name}' already.")


def _check_conflicts(snapshot: Snapshot, symbol: Target | Symbol, new: bytes) -> None:
    """Refuse a name that would capture, or be captured by, another variable."""
    if isinstance(symbol, LocalSymbol):
        _check_local(snapshot, symbol, new)
    elif isinstance(symbol, GlobalSymbol):
        for unit in snapshot.units:
            for variable in unit.facts.variables:
                if variable.name == new and symbol.name in unit.facts.free:
                    raise RenameError(f"There is a local variable '{new.decode()}' already.")


def _check_local(snapshot: Snapshot, symbol: LocalSymbol, new: bytes) -> None:
    variable = symbol.variable
    problem = RenameError(f"There is a variable '{new.decode()}' already.")
    unit = snapshot.units[symbol.unit]
    for other in unit.facts.variables:
        if other.name == new and other.start <= variable.end and variable.start <= other.end:
            raise problem
    for use in unit.facts.free.get(new, ()):
        if variable.start <= use.node.start <= variable.end:
            raise problem
    if not variable.exported:
        return
    linked = links(snapshot)
    users = linked.users.get(variable.name, [])
    last = users[-1] if users else symbol.unit
    for at in range(symbol.unit + 1, len(snapshot.units)):
        facts = snapshot.units[at].facts
        if new in facts.free or (at <= last and any(one.name == new for one in facts.variables)):
            raise problem


def _is_plain(snapshot: Snapshot, place: Occurrence, symbol: Target | Symbol) -> bool:
    """Whether a place spells the name as it is; a string may do so with escapes."""
    return snapshot.text[place.start : place.end] == symbol.name
