"""Hover: what the thing at a place is, and what was seen of it.  Relies on `describe` and `observed`."""

from typing import Final, NamedTuple

from debugger.observing.values import is_name
from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.linking import Global, Path, path_of_variable
from lsp.analysis.members import Member, members
from lsp.analysis.symbols import (
    FieldSymbol,
    GlobalSymbol,
    LabelSymbol,
    LocalSymbol,
    Symbol,
    UnknownField,
    mark_at,
    symbol_at,
    symbol_of_name,
)
from lsp.binding.facts import READ, Use
from lsp.documents.dialect_choice import title
from lsp.documents.snapshot import Snapshot
from lsp.features import annotated
from lsp.features.definition import required_at
from lsp.features.describe import Description, describe, of_variable
from lsp.features.observed import symbol_text
from lsp.library import catalogue
from lsp.types import classes, documentation, inference
from lsp.types.annotations import class_names, parse
from lsp.types.notation import read
from lsp.workspace.project import Project

TABLE: Final = "table"
_MOST_MEMBERS: Final = 20


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
    noted = annotated.in_comment(project, snapshot, offset)
    if noted is not None:
        return Hover(annotated.description(project, snapshot, noted.target), noted.start, noted.end)
    found = symbol_at(project, snapshot, offset)
    if found is None or not found[0].name:
        return None
    symbol, place = found
    here = _type_here(project, snapshot, offset) if isinstance(symbol, LocalSymbol) else None
    if here is not None and isinstance(symbol, LocalSymbol) and symbol.uri == snapshot.uri:
        description = of_variable(project, snapshot, symbol.unit, symbol.variable, here)
    else:
        description = describe(project, snapshot, symbol)
    if isinstance(symbol, GlobalSymbol):
        missing = missing_text(project, snapshot, symbol.name)
        if missing:
            description = Description(description.code, missing)
    description = _with_members(project, snapshot, symbol, _with_class(project, description))
    seen = symbol_text(project, snapshot, symbol)
    if seen:
        description = Description(description.code, f"{description.text}\n\n{seen}" if description.text else seen)
    return Hover(description, place.start, place.end)


def _type_here(project: Project, snapshot: Snapshot, offset: int) -> str | None:
    """The type of the variable that is read at an offset, if the way there has made it another one."""
    found = mark_at(snapshot, offset)
    if found is None or not isinstance(found[1].what, Use) or found[1].what.access != READ:
        return None
    unit, use = found[0], found[1].what
    symbol = symbol_of_name(snapshot, unit, use)
    if not isinstance(symbol, LocalSymbol):
        return None
    here = inference.text(inference.kind_of(project, snapshot, unit, use.node))
    anywhere = inference.of_variable(project, snapshot, symbol.unit, symbol.variable)
    return None if here is None or (anywhere is not None and read(anywhere) == read(here)) else here


def missing_text(project: Project, snapshot: Snapshot, name: bytes) -> str:
    """That a global belongs to other dialects only, if so."""
    text = name.decode("utf-8", "replace")
    if project.defines_global(name) or catalogue.is_global(snapshot.dialect, text):
        return ""
    dialects = catalogue.dialects_with(text)
    return f"Not in {title(snapshot.dialect)}, but in {', '.join(dialects)}." if dialects else ""


def _with_members(project: Project, snapshot: Snapshot, symbol: Symbol, description: Description) -> Description:
    """The description of a table that no annotation describes, with what is assigned to its fields."""
    if not description.code.endswith(f": {TABLE}"):
        return description
    home = snapshot
    if isinstance(symbol, LocalSymbol):
        home = project.snapshot(symbol.uri) or snapshot
        path = path_of_variable(project, home, symbol.unit, symbol.variable)
    else:
        path = symbol.path if isinstance(symbol, FieldSymbol) else Path(Global(symbol.name), ())
    if path is None or isinstance(symbol, (LabelSymbol, UnknownField)):
        return description
    others = project.mentioning(path.root.name) if isinstance(path.root, Global) else ()
    found = [(text_of(key), one) for key, one in members(project, home, others, path).items()]
    plain = [(name, one) for name, one in found if not name.startswith("__")]
    if not plain:
        return description
    shown = [_member(project, name, one) for name, one in plain[:_MOST_MEMBERS]]
    more = ["    …"] if len(plain) > _MOST_MEMBERS else []
    lines = ",\n".join([*shown, *more])
    return Description(f"{description.code} {{\n{lines}\n}}", description.text)


def _member(project: Project, name: str, member: Member) -> str:
    value = member.use.value
    name = name if is_name(member.use.key.value) else f"['{name}']"
    if isinstance(value, ast.Function):
        function = member.snapshot.units[member.unit].facts.function_of[value]
        annotations = documentation.of_function(member.snapshot, member.unit, function)
        return f"    {name}: {inference.shown_function(value, annotations)}"
    kind = "" if value is None else inference.type_of(project, member.snapshot, member.unit, value)
    return f"    {name}" + (f": {kind}" if kind else "")


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
