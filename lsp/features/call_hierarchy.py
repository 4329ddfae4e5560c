"""The call hierarchy: who calls a function, and whom it calls, by the text and in the last run.

Relies on `inference` for what a call calls, and on `observed` for what it has called.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import called
from lsp.analysis.linking import Definition
from lsp.analysis.symbols import mark_at, marks, symbol_at, symbol_of
from lsp.analysis.visibility import function_around
from lsp.binding.facts import CallUse, FunctionFacts
from lsp.documents.snapshot import Snapshot
from lsp.documents.spans import Span
from lsp.features import observed
from lsp.features.defined import searched
from lsp.types import inference
from lsp.workspace.project import Project


class Item(NamedTuple):
    """A function, or a file's top level: all of it, and its name."""

    uri: str
    name: str
    start: int
    end: int
    name_start: int
    name_end: int


class Calls(NamedTuple):
    """A function, and the calls from it (or to it) in its caller's file."""

    item: Item
    uri: str
    places: list[Span]
    seen: int = 0
    """How many there were in the last run, as far as it shows."""


def prepare(project: Project, snapshot: Snapshot, offset: int) -> list[Item]:
    """The function named at an offset, or the one that holds it."""
    found = mark_at(snapshot, offset)
    if found is not None:
        unit, mark = found
        definition = _defined_here(snapshot, unit, mark.start)
        if definition is None:
            for use in snapshot.units[unit].facts.calls:
                name = _name_of(use)
                if name is not None and name[0] <= mark.start <= name[1]:
                    definition = inference.callee(project, snapshot, unit, use.node)
        if definition is not None:
            return [of_function(definition.snapshot, definition.unit, definition.function)]
    unit, function = function_around(snapshot, offset)
    return [of_function(snapshot, unit, function)] if function.node is not None else []


def _defined_here(snapshot: Snapshot, unit: int, start: int) -> Definition | None:
    for function in snapshot.units[unit].facts.functions:
        if function.start == start and function.end > start:
            return Definition(snapshot, unit, function)
    return None


def _name_of(use: CallUse) -> tuple[int, int] | None:
    """Where a call names what it calls."""
    expr = called(use.node)
    if isinstance(expr, ast.Index):
        expr = expr.key
    return (expr.start, expr.end) if isinstance(expr, (ast.Name, ast.String)) else None


def of_function(snapshot: Snapshot, unit: int, function: FunctionFacts) -> Item:
    """The item of a function; of the top level it is the file's."""
    node = function.node
    if node is None:
        return Item(snapshot.uri, snapshot.uri.rpartition("/")[2], 0, len(snapshot.text), 0, 0)
    shift = snapshot.shift(unit)
    start = min(node.start, function.start) if function.start < function.end else node.start
    name_end = function.end if function.start < function.end else node.start
    name_start = function.start if function.start < function.end else node.start
    return Item(
        snapshot.uri,
        function.name or "function",
        start + shift,
        node.end + shift,
        name_start + shift,
        name_end + shift,
    )


def incoming(project: Project, item: Item) -> list[Calls]:
    """The functions that call one."""
    home = project.snapshot(item.uri)
    found = None if home is None else symbol_at(project, home, item.name_start)
    if home is None:
        return []
    calls: dict[Item, list[Span]] = {}
    symbol = None if found is None else found[0]
    for snapshot in searched(project, home, symbol) if symbol is not None else ():
        assert symbol is not None
        for unit, one in enumerate(snapshot.units):
            if symbol.name not in one.text:
                continue
            by_start = {mark.start: mark for mark in marks(one)}
            shift = snapshot.shift(unit)
            for use in one.facts.calls:
                name = _name_of(use)
                mark = None if name is None else by_start.get(name[0])
                if mark is not None and symbol_of(project, snapshot, unit, mark) == symbol:
                    caller = of_function(snapshot, unit, use.function)
                    calls.setdefault(caller, []).append(Span(mark.start + shift, mark.end + shift))
    counts: dict[Item, int] = {}
    for caller, place, count in _callers_seen(project, home, item):
        counts[caller] = counts.get(caller, 0) + count
        places = calls.setdefault(caller, [])
        if not any(one.start >= place.start and one.end <= place.end for one in places):
            places.append(place)
    return [Calls(caller, caller.uri, places, counts.get(caller, 0)) for caller, places in calls.items()]


def _callers_seen(project: Project, home: Snapshot, item: Item) -> Iterator[tuple[Item, Span, int]]:
    """The calls of a function in the last run: the caller, where it calls, and how often."""
    _, function = _function_of(home, item)
    evidence = project.evidence(home)
    match = None if evidence is None else evidence.function(function)
    if evidence is None or match is None:
        return
    for site, count in match.seen.callers.items():
        found = observed.line_of_site(project, evidence, site)
        if found is not None:
            snapshot, place = found
            at, caller = function_around(snapshot, place.start)
            yield of_function(snapshot, at, caller), place, count


def _function_of(snapshot: Snapshot, item: Item) -> tuple[int, FunctionFacts]:
    return function_around(snapshot, max(item.name_end, item.end - 1))


def outgoing(project: Project, item: Item) -> list[Calls]:
    """The functions that one calls."""
    snapshot = project.snapshot(item.uri)
    if snapshot is None:
        return []
    unit, function = _function_of(snapshot, item)
    calls: dict[Item, list[Span]] = {}
    counts: dict[Item, int] = {}
    shift = snapshot.shift(unit)
    for use in function.calls:
        name = _name_of(use) or (use.node.start, use.node.end)
        place = Span(name[0] + shift, name[1] + shift)
        found = inference.callee(project, snapshot, unit, use.node)
        if found is not None:
            callee = of_function(found.snapshot, found.unit, found.function)
            calls.setdefault(callee, []).append(place)
        for home, match, count in observed.callees(project, snapshot, unit, use.node):
            callee = of_function(home, match.unit, match.facts)
            places = calls.setdefault(callee, [])
            if place not in places:
                places.append(place)
            counts[callee] = counts.get(callee, 0) + count
    return [Calls(callee, item.uri, places, counts.get(callee, 0)) for callee, places in calls.items()]
