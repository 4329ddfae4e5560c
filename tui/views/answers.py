"""Answers to questions about the run as rows: the history of a value with its plot, the origin of a value as a tree."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from debugger.origin import OriginNode
from debugger.queries.results import Shown, Write
from tui.spans import Line, grouped, printable
from tui.views.entries import Entry, hint, moment_span
from tui.views.moment import short_name
from tui.views.sparkline import plot

_PLOT: Final = 5  # rows
_OLD: Final = 20  # characters
_NEW: Final = 60
_ROLES: Final = {"string": "string", "nil": "constant", "boolean": "constant", "number": "number", "table": "table"}


def history_entries(found: Sequence[Write], is_all: bool, room: int, now: int) -> tuple[list[Entry], int]:
    """A plot, if the values are numbers, and a row for each write; and the row of the last one before `now`."""
    if not found:
        return hint("nothing has written to it"), 0
    points = [(one.t + 1, float(one.new.number)) for one in found if one.new.number is not None]
    entries: list[Entry] = []
    if len(points) > 1 and len(points) == len(found):
        entries += [Entry(line) for line in plot(points, room - 2, _PLOT, now)]
    above = len(entries)
    moments = [one.t for one in found]
    past = bisect_right(moments, now - 1)
    for at, one in enumerate(found):
        line: Line = [
            ("now" if at == past - 1 else "faint", " ▶" if at == past - 1 else "  "),
            moment_span(one.t, len(grouped(moments[-1])) + 1),
            *value_spans(one.old, _OLD, "old"),
            ("changed", " → "),
            *value_spans(one.new, _NEW),
            ("faint", f"   {short_name(one.where.source)}:{one.where.line}"),
        ]
        entries.append(Entry(line, t=one.t))
    if not is_all:
        entries.append(Entry([("faint", "  … given up: there may be more")]))
    return entries, above + max(past - 1, 0)


def value_spans(value: Shown, most: int, role: str = "") -> Line:
    text = printable(value.text)
    return [(role or _ROLES.get(value.type, ""), text if len(text) <= most else text[: most - 1] + "…")]


def origin_entries(roots: Sequence[OriginNode]) -> list[Entry]:
    """The tree of an origin: each row says what a value was made by; its sources stand below it."""
    entries: list[Entry] = []
    for root in roots:
        _add(entries, root, "", "")
    return entries


def _add(entries: list[Entry], node: OriginNode, first: str, following: str) -> None:
    line: Line = [("faint", f" {first}")]
    line += [("name", printable(node.name)), ("operator", " = "), *value_spans(node.value, _NEW)]
    line += [("keyword", f"  {node.kind}")]
    if node.text:
        line.append(("faint", f" {printable(node.text)}"))
    if node.where.line:
        line.append(("faint", f"  {short_name(node.where.source)}:{node.where.line}, t={grouped(node.t)}"))
    entries.append(Entry(line, t=node.t if node.where.line else None))
    for at, child in enumerate(node.children):
        last = at == len(node.children) - 1
        _add(entries, child, following + ("└─ " if last else "├─ "), following + ("   " if last else "│  "))
    if node.is_cut:
        entries.append(Entry([("faint", f" {following}└─ … more than is shown")]))
