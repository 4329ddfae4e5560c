"""Inference as the features ask for it: what type an expression, a variable or a call's result has, as text.

The types themselves are found by `flow`; a type of which nothing is known is None.  Relies on `flow` and `notation`.
"""

from engine.syntax import ast
from engine.syntax.nodes import called, text_of
from lsp.analysis.linking import Definition, Path, function_at, path_of
from lsp.binding.facts import Variable
from lsp.documents.snapshot import Snapshot
from lsp.library.entry import Entry
from lsp.types import declared, documentation, fields, settled
from lsp.types.annotations import Annotations
from lsp.types.flow import flow_of, function_around
from lsp.types.model import (
    NEVER,
    NIL,
    STRING,
    UNKNOWN,
    Function,
    Literal,
    Named,
    Record,
    Table,
    Type,
    members,
    widened,
)
from lsp.types.notation import show
from lsp.types.scope import path_of_table, scope_at
from lsp.workspace.project import Project


def kind_of(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr) -> Type:
    """The type of an expression's first value."""
    return scope_at(project, snapshot, unit).type_of(expr)


def type_of(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr) -> str | None:
    """The type of an expression's first value, as text."""
    return text(kind_of(project, snapshot, unit, expr))


def text(kind: Type) -> str | None:
    """A type as text, without the values of literals; None for what is not known."""
    kind = widened(kind)
    return None if kind in (UNKNOWN, NEVER) else show(kind)


def kind_of_variable(project: Project, snapshot: Snapshot, unit: int, variable: Variable) -> Type:
    """The type of a local variable: what is written about it, else what is assigned to it."""
    scope = scope_at(project, snapshot, unit)
    noted = settled.annotated(scope, variable)
    return settled.of_variable(scope, variable) if noted is None else noted


def of_variable(project: Project, snapshot: Snapshot, unit: int, variable: Variable) -> str | None:
    """The type of a local variable, as text; an annotation reads as it was written."""
    annotations = documentation.of_variable(snapshot, unit, variable)
    if annotations.class_name and variable.index == 0:
        return annotations.class_name
    if variable.index < len(annotations.types) and annotations.types[variable.index]:
        return annotations.types[variable.index]
    kind = kind_of_variable(project, snapshot, unit, variable)
    return None if kind == NIL else text(kind)


def shown_function(node: ast.Function, annotations: Annotations) -> str:
    """How a function's type reads, in the words of its comment."""
    parts: list[str] = []
    for parameter in node.parameters:
        if parameter.start == parameter.end:
            continue
        name = text_of(parameter.name)
        note = annotations.parameters.get(name)
        mark = "?" if note is not None and note.optional else ""
        parts.append(f"{name}{mark}: {note.type}" if note is not None and note.type else name)
    if node.is_vararg:
        note = annotations.parameters.get("...")
        parts.append(f"...: {note.type}" if note is not None and note.type else "...")
    returns = ", ".join(note.type for note in annotations.returns)
    return f"fun({', '.join(parts)})" + (f": {returns}" if returns else "")


def field_type(project: Project, snapshot: Snapshot, unit: int, owner: Type, key: str) -> str | None:
    """The type of a field of a type, as text."""
    return text(fields.field(scope_at(project, snapshot, unit), owner, key.encode()))


def class_at(project: Project, snapshot: Snapshot, path: Path) -> str:
    """The class whose table is at a path; empty if none."""
    return fields.class_at(scope_at(project, snapshot, 0), path)


def library_entry(snapshot: Snapshot, path: Path) -> Entry | None:
    """What the library says of what is at a path."""
    return fields.library_entry(snapshot, path)


def callee(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> Definition | None:
    """The function of the text that a call calls."""
    path = callee_path(project, snapshot, unit, call)
    found = None if path is None else function_at(project, path, snapshot)
    return _by_type(project, snapshot, unit, call) if found is None else found


def _by_type(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> Definition | None:
    scope = scope_at(project, snapshot, unit)
    for member in members(declared.resolved(scope, scope.type_of(called(call)))):
        if isinstance(member, Function) and member.origin is not None:
            home = scope.memory.snapshot(member.origin.uri)
            at = None if home is None else scope.memory.index_of(home, member.origin.unit)
            if home is not None and at is not None:
                return Definition(home, at, member.origin.function)
    return None


def callee_path(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> Path | None:
    """The path of what a call calls."""
    if isinstance(call, ast.Call):
        return path_of(project, snapshot, unit, call.function)
    path = path_of(project, snapshot, unit, call.object)
    return None if path is None else path.field(call.name.value)


def results(project: Project, snapshot: Snapshot, unit: int, call: ast.Call | ast.MethodCall) -> list[str]:
    """The types of a call's results, as many as are known."""
    scope = scope_at(project, snapshot, unit)
    flow = flow_of(scope, function_around(scope.unit, call))
    found = None if flow is None else flow.calls.get(call)
    return [] if found is None else [show(widened(kind)) for kind in found.values.first]


# -- the fields that a type has


class KnownField:
    """A field of a type: its name, its type, and what is said of it."""

    def __init__(self, name: str, kind: Type, about: str) -> None:
        self.name = name
        self.kind = kind
        self.about = about


def known_fields(project: Project, snapshot: Snapshot, unit: int, kind: Type) -> list[KnownField]:
    """The fields that annotations say a type has; those that the text assigns are found at `tables_of`."""
    scope = scope_at(project, snapshot, unit)
    found: dict[str, KnownField] = {}
    for member in members(declared.resolved(scope, kind)):
        if isinstance(member, Named):
            for name, one in declared.fields(scope, member).items():
                if not name.startswith("["):
                    found.setdefault(name, KnownField(name, one.type, one.text))
        elif isinstance(member, Record):
            for name, one_kind in member.fields:
                found.setdefault(name, KnownField(name, one_kind, ""))
    return list(found.values())


def tables_of(project: Project, snapshot: Snapshot, unit: int, kind: Type) -> list[Path]:
    """The paths of the tables of the text that a type stands for."""
    scope = scope_at(project, snapshot, unit)
    found: list[Path] = []
    for member in members(declared.resolved(scope, kind)):
        tables = declared.tables(scope, member) if isinstance(member, Named) else [member]
        for table in tables:
            path = path_of_table(scope, table) if isinstance(table, Table) else None
            if path is not None:
                found.append(path)
    return found


def is_string(kind: Type) -> bool:
    """Whether a value may be a string."""
    return any(one == STRING or (isinstance(one, Literal) and one.basic == "string") for one in members(kind))
