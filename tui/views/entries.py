"""Rows that lead somewhere: what the panes of lists (bookmarks, events, answers, ...) show."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.spans import Line, grouped


@dataclass(frozen=True)
class Entry:
    """A row, and what choosing it leads to: the moment `t`, or else a line of a source, or nothing.

    `subject` is what the row is about, for a pane that can do something with it.
    """

    line: Line
    t: int | None = None
    source: str = ""
    source_line: int = 0
    subject: object = None


def hint(text: str) -> list[Entry]:
    """What an empty list says."""
    return [Entry([("faint", f" {text}")])]


def moment_span(t: int, width: int = 11) -> tuple[str, str]:
    """A moment as the first column of a row."""
    return ("number", f"{grouped(t):>{width}}  ")


def moments_width(moments: Sequence[int]) -> int:
    """The width of a column of moments."""
    return len(grouped(max(moments, default=0)))
