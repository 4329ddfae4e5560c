"""The values of a chosen iteration, or of a debugging session, beside the lines that name the variables.

Relies on the project's evidence; in a debugging session the editor asks the debugger for the values.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.analysis.loops import loop_at
from lsp.analysis.visibility import function_around, visible
from lsp.binding.facts import FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.features.observed import BEFORE_EDITS
from lsp.recordings.line_map import NONE
from lsp.workspace.project import Project


class ShownValue(NamedTuple):
    """A variable where it is named, and its value as text; None if the debugger is to be asked.

    It is stale if the loop was changed since it ran.
    """

    start: int
    end: int
    name: str
    value: str | None
    is_stale: bool = False


def chosen_values(project: Project, snapshot: Snapshot, start: int, end: int) -> Iterator[ShownValue]:
    """The variables that lines name between two offsets, each once a line, with their values in that iteration."""
    evidence = project.evidence(snapshot)
    chosen = project.recordings.iterations.get(snapshot.uri)
    if evidence is None or chosen is None:
        return
    loop = loop_at(snapshot, evidence.line(chosen.line))
    if loop is None:
        return  # it is gone, or begins otherwise now
    is_stale = not evidence.map.is_whole(loop.first, loop.last)
    for recorded in sorted(chosen.values):
        line = evidence.line(recorded)
        first, last = (0, 0) if line == NONE else snapshot.lines.bounds(line)
        if line == NONE or first > end or last < start or not evidence.holds(function_around(snapshot, last)[1]):
            continue
        values = chosen.values[recorded]
        for one in _names(snapshot, first, last):
            name = text_of(one.name)
            if name in values:
                yield ShownValue(one.start, one.end, name, values[name], is_stale)


def line_hints(project: Project, snapshot: Snapshot, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The same as one text behind each line."""
    texts: dict[int, list[str]] = {}
    shown = list(chosen_values(project, snapshot, start, end))
    for one in shown:
        texts.setdefault(snapshot.lines.line_of(one.start), []).append(f"{one.name} = {one.value}")
    when = f" ({BEFORE_EDITS})" if any(one.is_stale for one in shown) else ""
    for line, parts in texts.items():
        yield snapshot.lines.bounds(line)[1], ", ".join(dict.fromkeys(parts)) + when


def session_values(snapshot: Snapshot, start: int, end: int, stopped: int) -> Iterator[ShownValue]:
    """The variables that the function stopped in names in lines up to there, for the debugger to fill in."""
    unit, function = function_around(snapshot, stopped)
    known = visible(snapshot, stopped)
    first = start if function.node is None else max(start, _begin(snapshot, unit, function))
    lines = snapshot.lines
    last = min(end, lines.bounds(lines.line_of(stopped))[1])
    for line in range(lines.line_of(first), lines.line_of(last) + 1):
        for one in _names(snapshot, *lines.bounds(line)):
            # Another variable of the name may be meant here: one of a block that is over, or is yet to come.
            is_same = one.name in known and known[one.name][1] is one.variable
            is_inside = first <= one.start and one.end <= last
            if is_same and is_inside and function_around(snapshot, one.start)[1] is function:
                yield ShownValue(one.start, one.end, text_of(one.name), None)


def _begin(snapshot: Snapshot, unit: int, function: FunctionFacts) -> int:
    assert function.node is not None
    return function.node.start + snapshot.shift(unit)


class _Named(NamedTuple):
    """A variable where it is named; None if it is no local one."""

    start: int
    end: int
    name: bytes
    variable: Variable | None


def _names(snapshot: Snapshot, first: int, last: int) -> Iterator[_Named]:
    """The variables, not fields, that some bytes name; each name once."""
    seen: set[bytes] = set()
    at = snapshot.unit_at(first)
    while at < len(snapshot.units) and snapshot.starts[at] <= last:
        shift = snapshot.shift(at)
        for use in sorted(snapshot.units[at].facts.uses, key=lambda one: one.node.start):
            node: ast.Name = use.node
            if first <= node.start + shift and node.end + shift <= last and node.name not in seen:
                if node.start < node.end:
                    seen.add(node.name)
                    earlier = None if use.variable is not None else links(snapshot).lookup(node.name, at)
                    meant = use.variable if earlier is None else earlier[1]
                    yield _Named(node.start + shift, node.end + shift, node.name, meant)
        at += 1
