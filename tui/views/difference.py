"""What differs between two moments as rows: what was and is no more, what is new, and what is another."""

from collections.abc import Sequence

from debugger.differences import Difference
from tui.spans import Line, grouped, printable
from tui.views.answers import value_spans
from tui.views.entries import Entry, hint

_LONGEST = 60


def difference_entries(found: Sequence[Difference], first: int, second: int, other: int) -> list[Entry]:
    """From moment `first` to `second`; the heading leads to the `other` of them."""
    if not found:
        return hint(f"nothing differs between t={grouped(first)} and t={grouped(second)}")
    heading: Line = [
        ("heading", f" t={grouped(first)}"), ("changed", " → "), ("heading", f"t={grouped(second)}"),
        ("faint", f"  {len(found):,} differences; Enter goes to t={grouped(other)}, on a row shows what it has been"),
    ]
    return [Entry(heading, t=other), *(Entry(_line(one), subject=one) for one in found)]


def branch_entries(found: Sequence[Difference], mine: str, other: str) -> list[Entry]:
    """What is not the same at the ends of two branches."""
    if not found:
        return hint(f"nothing differs between the ends of {mine} and {other}")
    heading: Line = [("heading", f" {mine}"), ("changed", " → "), ("heading", other)]
    heading.append(("faint", f"  {len(found):,} differences"))
    return [Entry(heading), *(Entry(_line(one), subject=one) for one in found)]


def _line(one: Difference) -> Line:
    sign = "+" if one.old is None else "-" if one.new is None else "●"
    line: Line = [("changed", f" {sign} "), ("call" if one.kind == "frame" else "name", printable(one.name))]
    line.append(("operator", "  "))
    if one.old is not None:
        line += value_spans(one.old, _LONGEST, "old")
    if one.old is not None and one.new is not None:
        line.append(("changed", " → "))
    if one.new is not None:
        line += value_spans(one.new, _LONGEST)
    return line
