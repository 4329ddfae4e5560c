"""Descriptions of symbols: a line of code and the text below it, for hover and completion.

Relies on `lsp.types` and the library.
"""

from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.linking import Definition, Global, Path, function_at, path_of_variable, values_at
from lsp.analysis.links import is_reassigned
from lsp.analysis.symbols import GlobalSymbol, LabelSymbol, LocalSymbol, Symbol, UnknownField
from lsp.binding import facts as kinds
from lsp.binding.facts import Variable
from lsp.documents.changes import to_text
from lsp.documents.snapshot import Snapshot
from lsp.library import catalogue
from lsp.library.entry import Entry
from lsp.types import documentation, inference
from lsp.types.annotations import Annotations
from lsp.types.model import Named
from lsp.types.scope import table_of
from lsp.workspace.project import Project

_SHOWN_VALUE: Final = 60  # the longest constant that is shown


class Description(NamedTuple):
    """What to show: `code` is Lua, `text` is Markdown."""

    code: str
    text: str


def describe(project: Project, snapshot: Snapshot, symbol: Symbol) -> Description:
    """What a symbol is, seen from a file that names it."""
    if isinstance(symbol, LocalSymbol):
        home = snapshot if symbol.uri == snapshot.uri else project.snapshot(symbol.uri) or snapshot
        return of_variable(project, home, symbol.unit, symbol.variable)
    if isinstance(symbol, LabelSymbol):
        return Description(f"::{text_of(symbol.name)}::", "A label.")
    if isinstance(symbol, UnknownField):
        return Description(f"(field) {text_of(symbol.name)}", "")
    path = Path(Global(symbol.name), ()) if isinstance(symbol, GlobalSymbol) else symbol.path
    return of_path(project, snapshot, symbol, path)


def of_variable(
    project: Project, snapshot: Snapshot, unit: int, variable: Variable, here: str | None = None
) -> Description:
    """What a local variable is; `here` is its type at some place, if it is known to be another one there."""
    annotations = documentation.of_variable(snapshot, unit, variable)
    name = text_of(variable.name)
    path = path_of_variable(project, snapshot, unit, variable)
    entry = None if path is None else inference.library_entry(snapshot, path)
    if entry is not None and path is not None:
        return of_entry(_path_text(path), entry)
    function = _function_of(project, snapshot, path)
    if function is not None:
        return _of_function(function, f"local function {name}")
    kind = here or inference.of_variable(project, snapshot, unit, variable)
    prefix = "" if variable.kind in (kinds.LOCAL, kinds.FUNCTION) else f"({variable.kind}) "
    word = "local " if not prefix else ""
    attrib = f" <{text_of(variable.attrib)}>" if variable.attrib and variable.kind == kinds.LOCAL else ""
    constant = "" if is_reassigned(snapshot, unit, variable) else constant_text(variable.value)
    code = f"{prefix}{word}{name}{attrib}" + (f": {kind}" if kind else "") + constant
    return Description(code, markdown(annotations))


def constant_text(value: ast.Expr | None) -> str:
    """How a literal is shown behind a name; nothing for other expressions."""
    if isinstance(value, ast.Number):
        return f" = {value.value!r}"
    if isinstance(value, ast.String) and len(value.value) <= _SHOWN_VALUE:
        return f' = "{to_text(value.value)}"'
    if isinstance(value, (ast.TrueLiteral, ast.FalseLiteral)):
        return " = true" if isinstance(value, ast.TrueLiteral) else " = false"
    return ""


def _function_of(project: Project, snapshot: Snapshot, path: Path | None) -> Definition | None:
    return None if path is None else function_at(project, path, snapshot)


def of_path(project: Project, snapshot: Snapshot, symbol: Symbol, path: Path) -> Description:
    """What a global or a field is."""
    shown = _path_text(path)
    defined = _is_defined(project, path)
    entry = None if defined else inference.library_entry(snapshot, path)
    if entry is not None:
        return of_entry(shown, entry)
    if not path.keys and not defined and isinstance(path.root, Global):
        library = text_of(path.root.name)
        if catalogue.is_library(snapshot.dialect, library):
            return Description(f"(library) {library}", catalogue.SUMMARIES.get(library, ""))
    home = snapshot if isinstance(path.root, Global) else path.root.snapshot
    function = function_at(project, path, home)
    if function is not None:
        return _of_function(function, f"function {shown}")
    annotations = documentation.of_symbol(project, home, symbol)
    word = "(field)" if path.keys else "(global)"
    kind = ", ".join(annotations.types) or annotations.class_name or _type_at(project, home, path) or ""
    code = f"{word} {shown}" + (f": {kind}" if kind else "")
    values = list(values_at(project, path, home))
    return Description(code + (constant_text(values[0][2]) if len(values) == 1 else ""), markdown(annotations))


def _type_at(project: Project, snapshot: Snapshot, path: Path) -> str | None:
    if path.keys:
        owner = Path(path.root, path.keys[:-1])
        name = inference.class_at(project, snapshot, owner)
        kind = inference.field_type(
            project, snapshot, 0, Named(name) if name else table_of(owner), text_of(path.keys[-1])
        )
        if kind is not None:
            return kind
    found = {inference.type_of(project, home, at, value) for home, at, value in values_at(project, path, snapshot)}
    return found.pop() if len(found) == 1 else None


def _is_defined(project: Project, path: Path) -> bool:
    """Whether the workspace itself defines the global that a path begins at."""
    return isinstance(path.root, Global) and not path.keys and project.defines_global(path.root.name)


def _path_text(path: Path) -> str:
    root = path.root
    first = root.name if isinstance(root, Global) else root.variable.name
    return ".".join(text_of(name) for name in (first, *path.keys) if name)


def _of_function(found: Definition, head: str) -> Description:
    node = found.function.node
    assert node is not None
    annotations = documentation.of_function(found.snapshot, found.unit, found.function)
    if found.function.is_method:
        front, dot, last = head.rpartition(".")
        head = f"{front}:{last}" if dot else head
    code = head + inference.shown_function(node, annotations).removeprefix("fun")
    return Description(code, markdown(annotations))


def of_entry(name: str, entry: Entry) -> Description:
    """What is known of a library's function or value."""
    if not entry.is_function:
        return Description(f"{name}: {entry.type}", entry.summary)
    return Description("\n".join(f"function {name}{one.shown()}" for one in entry.signatures), entry.summary)


def markdown(annotations: Annotations) -> str:
    """What a comment says, as Markdown."""
    parts = ["**Deprecated.**"] if annotations.deprecated else []
    if annotations.description:
        parts.append(annotations.description)
    notes = [f"- `{note.name}` — {note.text}" for note in annotations.parameters.values() if note.text and note.name]
    notes += [f"- returns {note.text}" for note in annotations.returns if note.text]
    if notes:
        parts.append("\n".join(notes))
    return "\n\n".join(parts)
