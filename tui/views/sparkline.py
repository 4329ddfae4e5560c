"""Numbers as small pictures: a sparkline of one row, a plot of several."""

from collections.abc import Sequence
from itertools import pairwise

from tui.spans import Line, grouped
from tui.views.timeline import BLOCKS

Point = tuple[int, float]
"""A moment and a number."""


def at_cells(points: Sequence[Point], start: int, end: int, cells: int) -> list[float | None]:
    """The value in each of `cells` equal stretches of time: the last one that it came to by then."""
    found: list[float | None] = []
    span = max(end - start, 1)
    at = 0
    now: float | None = None
    for cell in range(cells):
        until = start + span * (cell + 1) // cells
        while at < len(points) and points[at][0] <= until:
            now = points[at][1]
            at += 1
        found.append(now)
    return found


def sparkline(numbers: Sequence[float], cells: int) -> str:
    """The last `cells` numbers, each as a block."""
    shown = numbers[-cells:]
    if not shown:
        return ""
    least, greatest = min(shown), max(shown)
    span = greatest - least
    return "".join(BLOCKS[1 + round((one - least) * 7 / span) if span > 0 else 4] for one in shown)


def plot(points: Sequence[Point], width: int, height: int, now: int) -> list[Line]:
    """The numbers over time as steps, with their scale at the left; the cell of `now` is marked in the last row."""
    if not points or height < 2:
        return []
    start, end = points[0][0], max(points[-1][0], points[0][0] + 1)
    least, greatest = min(one for _, one in points), max(one for _, one in points)
    labels = number(greatest), number(least)
    margin = max(len(label) for label in labels)
    cells = max(width - margin - 3, 8)
    values = at_cells(points, start, end, cells)
    span = greatest - least
    levels = [0 if one is None else 1 + round((one - least) * (height * 8 - 1) / span) if span else 4 for one in values]
    rows: list[Line] = []
    for row in range(height):
        label = labels[0] if row == 0 else labels[1] if row == height - 1 else ""
        bars = "".join(BLOCKS[min(max(level - (height - 1 - row) * 8, 0), 8)] for level in levels)
        rows.append([("faint", f" {label:>{margin}} "), ("operator", "┤" if label else "│"), ("graph", bars)])
    x = round((now - start) * (cells - 1) / (end - start))
    axis = "".join("▲" if cell == x else "─" for cell in range(cells))
    rows.append([("faint", f" {'t':>{margin}} "), ("operator", "└"), ("operator", axis)])
    ends = f"{grouped(start)}{grouped(end):>{max(cells - len(grouped(start)), 1)}}"
    rows.append([("faint", f" {'':>{margin}}  {ends}")])
    return rows


def number(value: float) -> str:
    """A number of a scale, short."""
    if value == int(value) and abs(value) < 1e12:
        return grouped(int(value))
    return f"{value:.4g}"


def trend(numbers: Sequence[float]) -> str:
    """Whether the last change was up or down, as a sign."""
    changes = [after - before for before, after in pairwise(numbers) if after != before]
    return "" if not changes else "▲" if changes[-1] > 0 else "▼"
