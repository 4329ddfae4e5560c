"""Hover: what the thing at a place is, and what was seen of it.  Relies on `describe` and `observed`."""

from typing import NamedTuple

from lsp.analysis.symbols import GlobalSymbol, symbol_at
from lsp.documents.snapshot import Snapshot
from lsp.features.definition import required_at
from lsp.features.describe import Description, describe
from lsp.features.observed import symbol_text
from lsp.library import catalogue
from lsp.types import classes
from lsp.types.annotations import class_names, parse
from lsp.workspace.project import Project


class Hover(NamedTuple):
    """A description, and the bytes that it is of."""

    description: Description
    start: int
    end: int


def hover(project: Project, snapshot: Snapshot, offset: int) -> Hover | None:
    """What to show at an offset."""
    module = required_at(project, snapshot, offset)
    if module is not None:
        comment = parse([])
        return Hover(Description(f"(module) {module.uri.rpartition('/')[2]}", comment.description), offset, offset)
    found = symbol_at(project, snapshot, offset)
    if found is None or not found[0].name:
        return None
    symbol, place = found
    description = describe(project, snapshot, symbol)
    if isinstance(symbol, GlobalSymbol):
        missing = missing_text(project, snapshot, symbol.name)
        if missing:
            description = Description(description.code, missing)
    description = _with_class(project, description)
    seen = symbol_text(project, snapshot, symbol)
    if seen:
        description = Description(description.code, f"{description.text}\n\n{seen}" if description.text else seen)
    return Hover(description, place.start, place.end)


def missing_text(project: Project, snapshot: Snapshot, name: bytes) -> str:
    """That a global belongs to other dialects only, if so."""
    text = name.decode("utf-8", "replace")
    if project.defines_global(name) or catalogue.is_global(snapshot.dialect, text):
        return ""
    dialects = catalogue.dialects_with(text)
    return f"Not in {snapshot.dialect.name}, but in {', '.join(dialects)}." if dialects else ""


def _with_class(project: Project, description: Description) -> Description:
    """The description with the fields of the class that it ends with."""
    _, colon, kind = description.code.rpartition(": ")
    if not colon or "(" in kind:
        return description
    for name in class_names(kind):
        notes = [f"    {note.name}: {note.type}" for _, _, note in classes.fields(project, name)]
        if notes:
            return Description(description.code + " {\n" + ",\n".join(notes[:20]) + "\n}", description.text)
    return description
