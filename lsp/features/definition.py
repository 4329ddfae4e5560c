"""Going to where something is defined: variables, labels, globals, fields, modules.

Relies on `lsp.analysis.symbols`, on the project for other files, and on recorded runs for what a text leaves open.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import called, is_call_of, path_to
from lsp.analysis.linking import fields_named, values_at
from lsp.analysis.symbols import (
    FieldSymbol,
    Symbol,
    UnknownField,
    symbol_at,
)
from lsp.binding.facts import WRITE
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location
from lsp.features import annotated, observed
from lsp.features.defined import of_symbol, searched
from lsp.workspace.project import Project


def definition(project: Project, snapshot: Snapshot, offset: int) -> list[Location]:
    """Where the thing at an offset is defined."""
    module = required_at(project, snapshot, offset)
    if module is not None:
        return [Location(module.uri, 0, 0)]
    noted = annotated.in_comment(project, snapshot, offset)
    if noted is not None:
        return annotated.defined(project, snapshot, noted.target)
    found = symbol_at(project, snapshot, offset)
    places = [] if found is None else of_symbol(project, snapshot, found[0])
    if not places or (found is not None and isinstance(found[0], UnknownField)):
        field = annotated.class_field(project, snapshot, offset)
        places = (annotated.defined(project, snapshot, field.target) if field is not None else []) or places
    return places or really_called(project, snapshot, offset)


def really_called(project: Project, snapshot: Snapshot, offset: int) -> list[Location]:
    """The functions that the call at an offset has called in the last run, whatever they are called by."""
    at = snapshot.unit_at(offset)
    while at < len(snapshot.units) and snapshot.starts[at] <= offset:
        statement = snapshot.units[at].statement
        if statement is not None:
            place = offset - snapshot.shift(at)
            for node in reversed(path_to(statement, place)):
                if isinstance(node, (ast.Call, ast.MethodCall)) and place <= called(node).end:
                    found = observed.callees(project, snapshot, at, node)
                    return [observed.name_place(home, match) for home, match, _ in found]
        at += 1
    return []


def declaration(project: Project, snapshot: Snapshot, offset: int) -> list[Location]:
    """Where the name at an offset is first introduced."""
    return definition(project, snapshot, offset)[:1]


def implementation(project: Project, snapshot: Snapshot, offset: int) -> list[Location]:
    """The functions that the thing at an offset may be; where it is defined, if there are none."""
    found = symbol_at(project, snapshot, offset)
    if found is None:
        return really_called(project, snapshot, offset)
    functions: list[Location] = []
    for one in searched(project, snapshot, found[0]):
        for home, unit, value in _values(project, one, found[0]):
            if isinstance(value, ast.Function):
                shift = home.shift(unit)
                function = home.units[unit].facts.function_of[value]
                functions.append(Location(home.uri, function.start + shift, function.end + shift))
    functions = list(dict.fromkeys([*functions, *really_called(project, snapshot, offset)]))
    return functions or definition(project, snapshot, offset)


def _values(project: Project, snapshot: Snapshot, symbol: Symbol) -> Iterator[tuple[Snapshot, int, ast.Expr]]:
    if isinstance(symbol, FieldSymbol):
        yield from values_at(project, symbol.path, snapshot)
    elif isinstance(symbol, UnknownField):
        for at, use in fields_named(snapshot, symbol.name):
            if use.access == WRITE and use.value is not None:
                yield snapshot, at, use.value


def required_at(project: Project, snapshot: Snapshot, offset: int) -> Snapshot | None:
    """The module that is required by the string at an offset."""
    at = snapshot.unit_at(offset)
    while at < len(snapshot.units) and snapshot.starts[at] <= offset:
        statement = snapshot.units[at].statement
        if statement is not None:
            path = path_to(statement, offset - snapshot.shift(at))
            if len(path) > 1 and isinstance(path[-1], ast.String) and isinstance(path[-2], ast.Call):
                if is_call_of(path[-2], b"require"):
                    return project.find_module(path[-1].value.decode("utf-8", "replace"), snapshot.uri)
        at += 1
    return None
