"""What was observed of a name or an expression in the last run, and how to say it.

Relies on the project's evidence and on `lsp.analysis` for what names mean.
"""

from typing import Final, NamedTuple

from debugger.observing.seen import Call, FunctionSeen, Site
from debugger.observing.values import BOOLEAN, INTEGER, NIL, NUMBER, TABLE, Values, type_text
from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.linking import Definition, Global, Local, Path, function_at, path_of_variable
from lsp.analysis.links import links
from lsp.analysis.symbols import FieldSymbol, GlobalSymbol, LocalSymbol, Symbol
from lsp.binding.facts import FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Location, Span
from lsp.recordings.evidence import Evidence, Match
from lsp.recordings.line_map import NONE
from lsp.types import inference
from lsp.workspace.project import Project
from lsp.workspace.uris import from_path

BEFORE_EDITS: Final = "before the last edits"
_MOST_SHOWN: Final = 8


class Found(NamedTuple):
    """Values, and whether what they belong to was changed since."""

    values: Values
    is_stale: bool


# -- finding ---------------------------------------------------------------------------------------


def match_of(project: Project, found: Definition) -> Match | None:
    """A function of the workspace in the last run of its file."""
    evidence = project.evidence(found.snapshot)
    return None if evidence is None else evidence.function(found.function)


def of_variable(project: Project, snapshot: Snapshot, unit: int, variable: Variable) -> Found | None:
    """The values of a local variable."""
    evidence = project.evidence(snapshot)
    values = None if evidence is None else evidence.values(unit, variable)
    return None if evidence is None or values is None else Found(values, evidence.is_stale(variable.function))


def of_global(project: Project, snapshot: Snapshot, name: bytes) -> Found | None:
    """The value of a global at the end of the run."""
    evidence = project.evidence(snapshot)
    values = None if evidence is None else evidence.run.seen.globals.get(text_of(name))
    return None if evidence is None or values is None else Found(values, not evidence.map.is_same)


def of_expression(project: Project, snapshot: Snapshot, unit: int, expr: ast.Expr) -> Found | None:
    """The values that an expression's text leads to: a variable, a field, the result of a call."""
    if isinstance(expr, ast.Paren):
        return of_expression(project, snapshot, unit, expr.inner)
    if isinstance(expr, ast.Name):
        variable = snapshot.units[unit].facts.variable_of.get(expr)
        if variable is not None:
            return of_variable(project, snapshot, unit, variable)
        home = links(snapshot).lookup(expr.name, unit)
        if home is None:
            return of_global(project, snapshot, expr.name)
        return of_variable(project, snapshot, *home)
    if isinstance(expr, ast.Index):
        owner = of_expression(project, snapshot, unit, expr.object)
        if isinstance(expr.key, ast.String):
            return _field(owner, text_of(expr.key.value))
        items = None if owner is None or owner.values.shape is None else owner.values.shape.items
        return None if owner is None or items is None else Found(items, owner.is_stale)
    if isinstance(expr, (ast.Call, ast.MethodCall)):
        callee = inference.callee(project, snapshot, unit, expr)
        match = None if callee is None else match_of(project, callee)
        if match is not None and match.seen.results:
            return Found(match.seen.results[0], match.is_stale)
    return None


def of_path(project: Project, snapshot: Snapshot, path: Path) -> Found | None:
    """The values at a path."""
    root = path.root
    if isinstance(root, Global):
        found = of_global(project, snapshot, root.name)
    else:
        found = of_variable(project, root.snapshot, root.unit, root.variable)
    for key in path.keys:
        found = _field(found, text_of(key))
    return found


def _field(owner: Found | None, name: str) -> Found | None:
    shape = None if owner is None else owner.values.shape
    if owner is None or shape is None:
        return None
    values = shape.fields.get(name) or shape.methods.get(name)
    return None if values is None else Found(values, owner.is_stale)


def place_of(project: Project, evidence: Evidence, seen: FunctionSeen) -> tuple[Snapshot, Match] | None:
    """Where a function of a run is now: its file and it."""
    snapshot = _file_of(project, evidence, seen.source)
    other = None if snapshot is None else project.evidence(snapshot)
    if snapshot is None or other is None or other.run is not evidence.run:
        return None
    for match in other.functions():
        if match.seen is seen:
            return snapshot, match
    return None


def line_of_site(project: Project, evidence: Evidence, site: Site) -> tuple[Snapshot, Span] | None:
    """Where a call of the run was made, as the text is now: from where the call begins to the end of its line."""
    snapshot = _file_of(project, evidence, site.source)
    other = None if snapshot is None else project.evidence(snapshot)
    line = NONE if other is None or other.run is not evidence.run else other.line(site.line)
    if snapshot is None or line == NONE:
        return None
    start, end = snapshot.lines.bounds(line)
    return snapshot, Span(min(start + site.column - 1, end), end)


def _file_of(project: Project, evidence: Evidence, source: str) -> Snapshot | None:
    for path, name in evidence.run.files.items():
        if name == source:
            return project.snapshot(from_path(path))
    return None


def name_place(snapshot: Snapshot, match: Match) -> Location:
    """Where a function has its name; where it begins, if it has none."""
    facts = match.facts
    shift = snapshot.shift(match.unit)
    if facts.start < facts.end:
        return Location(snapshot.uri, facts.start + shift, facts.end + shift)
    assert facts.node is not None
    return Location(snapshot.uri, facts.node.start + shift, facts.node.start + shift)


def callees(project: Project, snapshot: Snapshot, unit: int, call: ast.Expr) -> list[tuple[Snapshot, Match, int]]:
    """The functions that a call has really called, and how often."""
    evidence = project.evidence(snapshot)
    if evidence is None:
        return []
    start = call.start + snapshot.shift(unit)
    line = snapshot.lines.line_of(start)
    column = start - snapshot.lines.starts[line]
    found: list[tuple[Snapshot, Match, int]] = []
    for seen, count in evidence.callees(line, range(column, column + 1)):
        place = place_of(project, evidence, seen)
        if place is not None:
            found.append((*place, count))
    return found


# -- saying ----------------------------------------------------------------------------------------


def times(count: int, at_least: bool = False) -> str:
    """A number of times in words."""
    if at_least:
        return f"more than {count:,} times"
    return ("never", "once", "twice")[count] if count < 3 else f"{count:,} times"


def values_text(values: Values) -> str:
    """What kinds of values something has had: ``integer 1 … 99, nil (3 of 42)``."""
    parts: list[str] = []
    types = dict(values.types)
    if INTEGER in types and NUMBER in types:
        types[NUMBER] += types.pop(INTEGER)
    for kind, count in sorted(types.items(), key=lambda one: -one[1]):
        text = f"`{kind}`"
        if kind == TABLE and values.shape is not None:
            only = Values(count, {TABLE: count}, shape=values.shape)
            text = f"`{type_text(only)}`"
        elif kind in (INTEGER, NUMBER) and values.low is not None and values.high is not None:
            text += f" {_number(values.low)}" + (f" … {_number(values.high)}" if values.high > values.low else "")
        elif kind == "string":
            text += "".join(f" {one}" for one in [", ".join(values.strings[:2])] if one)
            text += ", …" if len(values.strings) > 2 else ""
        elif kind == BOOLEAN and len(values.booleans) == 1:
            text += f" {str(*values.booleans).lower()}"
        parts.append(text if len(types) == 1 else f"{text} ({count} of {values.count})")
    return ", ".join(parts)


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:g}"


def calls_text(seen: FunctionSeen) -> str:
    """``called 42 times, last returned 7, raised once``."""
    if not seen.calls:
        return "never called"
    parts = [f"called {times(seen.calls, seen.at_least)}"]
    if seen.last_returned is not None and seen.last_returned.results is not None:
        results = ", ".join(seen.last_returned.results)
        parts.append(f"last returned {results}" if results else "returned nothing")
    if seen.raised:
        parts.append(f"raised {times(seen.raised)}")
    return ", ".join(parts)


def call_text(name: str, call: Call) -> str:
    """``f(3, "a") → 7``."""
    text = f"{name}({', '.join(call.arguments)})"
    if call.raised:
        return f"{text} raised an error"
    if call.results is None:
        return f"{text} did not return"
    return f"{text} → {', '.join(call.results)}" if call.results else text


def function_text(match: Match) -> str:
    """What is known of a function, as Markdown."""
    seen = match.seen
    when = f" ({BEFORE_EDITS})" if match.is_stale else ""
    lines = [f"*Last run{when}:* {calls_text(seen)}"]
    if seen.calls:
        for name, values in zip(seen.parameters, seen.arguments, strict=True):
            lines.append(f"- `{name}`: {values_text(values)}")
        for number, values in enumerate(seen.results):
            which = "returns" if len(seen.results) == 1 else f"returns #{number + 1}"
            lines.append(f"- {which}: {values_text(values)}")
        if seen.last is not None:
            lines.append(f"- last: `{call_text(match.facts.name or 'function', seen.last)}`")
    return "\n".join(lines)


def found_text(found: Found) -> str:
    """What is known of values, as Markdown."""
    when = f" ({BEFORE_EDITS})" if found.is_stale else ""
    values = found.values
    text = f"*Last run{when}:* {values_text(values)}"
    shape = values.shape
    names = [] if shape is None else [f"`{name}`" for name in (*shape.fields, *shape.methods)]
    if names and (shape is None or len(type_text(values)) <= len(TABLE)):
        text += "; fields " + ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")
    return text


def symbol_text(project: Project, snapshot: Snapshot, symbol: Symbol) -> str:
    """What is known of what a name means, as Markdown; empty if nothing is."""
    path: Path | None = None
    if isinstance(symbol, LocalSymbol):
        home = snapshot if symbol.uri == snapshot.uri else project.snapshot(symbol.uri) or snapshot
        path = path_of_variable(project, home, symbol.unit, symbol.variable)
        found = of_variable(project, home, symbol.unit, symbol.variable)
    elif isinstance(symbol, GlobalSymbol):
        path = Path(Global(symbol.name), ())
        found = of_global(project, snapshot, symbol.name)
    elif isinstance(symbol, FieldSymbol):
        path = symbol.path
        found = of_path(project, snapshot, path)
    else:
        return ""
    if path is not None:
        origin = path.root.snapshot if isinstance(path.root, Local) else snapshot
        function = function_at(project, path, origin)
        match = None if function is None else match_of(project, function)
        if match is not None:
            return function_text(match)
    return "" if found is None or set(found.values.types) == {"function"} else found_text(found)


def annotation_of(values: Values) -> str:
    """The type to write into an annotation; empty if nothing but nil was seen."""
    text = type_text(values)
    return "" if text == NIL else text


def is_named(facts: FunctionFacts) -> bool:
    return facts.start < facts.end
