"""What queries of the run have found, as rows: reads, calls, visits of lines, errors, where objects were made."""

from collections.abc import Sequence

from debugger.objects import ObjectLife
from debugger.queries.results import Call, Hit, Raised, Read, Site, Where
from tui.spans import Line, grouped, printable
from tui.views.answers import value_spans
from tui.views.entries import Entry, moment_span, moments_width
from tui.views.moment import short_name

_VALUE = 40


def read_entries(found: Sequence[Read]) -> list[Entry]:
    width = moments_width([one.t for one in found]) + 1
    return [
        Entry([moment_span(one.t, width), *value_spans(one.value, _VALUE), _where(one.where)], t=one.t)
        for one in found
    ]


def hit_entries(found: Sequence[Hit]) -> list[Entry]:
    """The moments at which a line began, with the values of an expression there."""
    width = moments_width([one.t for one in found]) + 1
    entries: list[Entry] = []
    for one in found:
        line: Line = [moment_span(one.t, width)]
        for at, value in enumerate(one.values):
            line += [("operator", ", " if at else ""), *value_spans(value, _VALUE)]
        if one.error:
            line.append(("error", f"✖ {printable(one.error)}"))
        entries.append(Entry([*line, _where(one.where)], t=one.t))
    return entries


def called_entries(found: Sequence[Call]) -> list[Entry]:
    """Calls with their arguments and results."""
    width = moments_width([one.t for one in found]) + 1
    entries: list[Entry] = []
    for one in sorted(found, key=lambda call: call.t):
        line: Line = [moment_span(one.t, width), ("call", one.name), ("operator", "(")]
        for at, (name, value) in enumerate(one.arguments):
            line += [("operator", ", " if at else ""), ("name", name), ("operator", "="), *value_spans(value, _VALUE)]
        line.append(("operator", ")"))
        if one.how == "error":
            line.append(("error", f"  ✖ {printable(one.error)}"))
        elif not one.how:
            line.append(("faint", "  goes on"))
        elif one.how == "tail call":
            line.append(("faint", "  tail call"))
        elif one.results:
            line.append(("changed", " → "))
            for at, result in enumerate(one.results):
                line += [("operator", ", " if at else ""), *value_spans(result, _VALUE)]
        entries.append(Entry([*line, _where(one.caller)], t=one.t))
    return entries


def raised_entries(found: Sequence[Raised]) -> list[Entry]:
    """Errors, and what caught them."""
    width = moments_width([one.t for one in found]) + 1
    entries: list[Entry] = []
    for one in found:
        line: Line = [moment_span(one.t, width), ("error", "✖ "), *value_spans(one.error, 2 * _VALUE)]
        line.append(_where(one.where))
        if one.caught is None:
            line.append(("error", "  caught by nothing"))
        else:
            line += [("keyword", f"  caught by {one.catcher}"), _where(one.caught, "at ")]
        entries.append(Entry(line, t=one.t))
    return entries


def site_entries(found: Sequence[Site]) -> list[Entry]:
    """Places that made objects, the busiest first; each leads to when it made the first."""
    return [
        Entry(
            [
                ("number", f"{grouped(one.count):>12}  "),
                ("keyword", f"{one.kind:<9}"),
                ("name", f"{short_name(one.where.source)}:{one.where.line}"),
                ("call", f"  {one.where.function}"),
                ("faint", f"   first t={grouped(one.first)}, last t={grouped(one.last)}"),
            ],
            t=one.first,
        )
        for one in found
    ]


def life_entries(found: Sequence[ObjectLife]) -> list[Entry]:
    entries: list[Entry] = []
    for one in found:
        end = "to this day" if one.is_alive else f"to t={grouped(one.last)}"
        entries += [
            Entry([("name", f" {one.name} "), ("operator", "= "), *value_spans(one.value, 2 * _VALUE)], t=one.created),
            Entry([moment_span(one.created), ("keyword", "made"), _where(one.where)], t=one.created),
            Entry([moment_span(one.last), ("keyword", "in reach of the program "), ("faint", end)], t=one.last),
        ]
    return entries


def _where(where: Where, before: str = "") -> tuple[str, str]:
    return ("faint", f"   {before}{short_name(where.source)}:{where.line}" if where.line else "")
