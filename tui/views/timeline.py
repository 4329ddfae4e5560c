"""The timeline: the whole run, or a part of it, from left to right.

Its rows are a scale (the ring and the checkpoints, and on it the marks), and the call depth as a graph.  Which
moment a cell stands for, and the other way round, is decided here.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from debugger.session import Session
from tui.spans import Line, Span
from tui.views.depths import Cell, Depths

T = TypeVar("T")

BLOCKS: Final = " ▁▂▃▄▅▆▇█"

MARKS: Final = {
    "bookmark": ("", "mark-bookmark"),  # its letter
    "error": ("✖", "error"),
    "breakpoint": ("●", "breakpoint"),
    "hit": ("◆", "changed"),  # what was asked for last: writes, executions, ...
    "output": ("▪", "mark-output"),
}
"""The kinds of marks, the most important first, with their signs and roles."""

_RANK: Final = {kind: rank for rank, kind in enumerate(MARKS)}

SNAP: Final = 1
"""Cells within which a click finds a mark."""

CLOSEST: Final = 16
"""Steps that the window shows at least."""


@dataclass(frozen=True)
class Mark:
    t: int
    kind: str
    letter: str = ""


@dataclass
class Facts:
    """What is known about the run at a moment."""

    t: int = 0
    oldest: int = 0
    newest: int = 0
    at_hand: tuple[int, int] = (0, 0)
    checkpoints: Sequence[int] = ()
    ended: bool = False
    failed: bool = False

    @classmethod
    def of(cls, session: Session) -> "Facts":
        machine = session.machine
        checkpoints = session.history.checkpoints
        epochs = [] if checkpoints is None else [epoch.t for epoch in checkpoints.epochs]
        ended, failed = machine.results is not None, machine.failure is not None
        return cls(session.t, session.oldest, session.newest, session.history.at_hand, epochs, ended, failed)


@dataclass
class Timeline:
    """`window` is the stretch that is shown; None for the whole run.  `width` is that of the rows made last."""

    facts: Facts = field(default_factory=Facts)
    depths: Depths = field(default_factory=Depths)
    marks: list[Mark] = field(default_factory=list)
    outputs: Sequence[tuple[int, bytes]] = ()
    errors: Sequence[int] = ()  # the moments of those that something caught
    window: tuple[int, int] | None = None
    width: int = 80

    # -- the window ------------------------------------------------------------------------------

    @property
    def start(self) -> int:
        return self.facts.oldest if self.window is None else self.window[0]

    @property
    def end(self) -> int:
        return self.facts.newest if self.window is None else self.window[1]

    def zoom(self, factor: float, around: int | None = None) -> None:
        """Show a stretch that is `factor` times as long, in which a moment (the present) keeps its place."""
        centre = self.facts.t if around is None else around
        span = self.end - self.start
        wanted = max(round(span * factor), CLOSEST)
        if wanted >= self.facts.newest - self.facts.oldest:
            self.window = None
            return
        share = (centre - self.start) / span if span > 0 else 0.5
        self._show(round(centre - wanted * min(max(share, 0.0), 1.0)), wanted)

    def follow(self) -> None:
        """Let the window show the present."""
        if self.window is None:
            return
        start, end = self.window
        if not start <= self.facts.t <= end:
            self._show(self.facts.t - (end - start) // 2, end - start)

    def _show(self, start: int, span: int) -> None:
        first = min(max(start, self.facts.oldest), max(self.facts.newest - span, self.facts.oldest))
        self.window = (first, first + span)

    # -- cells and moments -----------------------------------------------------------------------

    def moment_at(self, x: int) -> int:
        """The moment under a cell."""
        x = min(max(x, 0), self.width - 1)
        return self.start + round(x * (self.end - self.start) / max(self.width - 1, 1))

    def cell_of(self, t: int) -> int:
        """The cell that stands for a moment, which may lie outside."""
        span = self.end - self.start
        return round((t - self.start) * (self.width - 1) / span) if span > 0 else self.width - 1

    def present(self) -> int:
        """The cell of the present: the first and the last are kept for the ends of the run."""
        at = self.cell_of(self.facts.t)
        if self.window is None and self.facts.oldest < self.facts.t < self.facts.newest:
            at = min(max(at, 1), self.width - 2)
        return at

    def snapped(self, x: int) -> int:
        """The moment that a click on a cell means: that of a mark next to it, else the cell's."""
        near = [mark for mark in self.marks if abs(self.cell_of(mark.t) - x) <= SNAP]
        at = bisect_left(self.errors, self.moment_at(x))
        near += [Mark(t, "error") for t in self.errors[max(at - 1, 0) : at + 1] if abs(self.cell_of(t) - x) <= SNAP]
        if near:
            return min(near, key=lambda mark: (abs(self.cell_of(mark.t) - x), _RANK[mark.kind])).t
        return self.moment_at(x)

    def mark_at(self, x: int) -> Mark | None:
        found = [mark for mark in self.marks if self.cell_of(mark.t) == x]
        return min(found, key=lambda mark: _RANK[mark.kind], default=None)

    # -- rows ------------------------------------------------------------------------------------

    def rows(self, width: int, height: int, ghost: int | None = None) -> list[Line]:
        """`height` rows: the scale with its marks on top of the graph.  `ghost` is the cell that a drag is at."""
        self.width = max(width, 2)
        return [self._scale(ghost), *self._graph(height - 1)]

    def _scale(self, ghost: int | None) -> Line:
        first, last = (self.cell_of(t) for t in self.facts.at_hand)
        cells: list[Span] = [
            ("scale-ring", "━") if first <= x <= last else ("scale", "╌") for x in range(self.width)
        ]
        for t in self.facts.checkpoints:
            if 0 <= (x := self.cell_of(t)) < self.width and t > self.facts.oldest:
                role = cells[x][0]
                cells[x] = (role, "┿" if role == "scale-ring" else "┼")
        for x in self._cells_of(self.outputs, _moment):
            cells[x] = ("mark-output", MARKS["output"][0])
        for x in self._cells_of(self.errors, int):
            cells[x] = ("error", MARKS["error"][0])
        for mark in sorted(self.marks, key=lambda mark: -_RANK[mark.kind]):
            if 0 <= (x := self.cell_of(mark.t)) < self.width:
                sign, role = MARKS[mark.kind]
                cells[x] = (role, mark.letter or sign)
        if ghost is not None and 0 <= ghost < self.width:
            cells[ghost] = ("ghost", "▽")
        if 0 <= (x := self.present()) < self.width:
            cells[x] = ("present", "▼")
        return joined(cells)

    def _cells_of(self, things: Sequence[T], moment: Callable[[T], int]) -> set[int]:
        """Cells in whose stretch something happened: however often it did, each is looked for once."""
        found: set[int] = set()
        at = bisect_left(things, self.start, key=moment)
        while at < len(things) and (t := moment(things[at])) <= self.end:
            x = self.cell_of(t)
            if 0 <= x < self.width:
                found.add(x)
            span = self.end - self.start
            after = self.start + round((x + 0.5) * span / max(self.width - 1, 1))
            at = bisect_left(things, max(after, t + 1), key=moment)
        return found

    def _graph(self, height: int) -> list[Line]:
        if height <= 0:
            return []
        cells = self.depths.cells(self.start, self.end, self.width)
        heights = levels(cells, height * 8)
        now = self.present()
        rows: list[Line] = []
        for row in range(height):
            below = (height - 1 - row) * 8
            spans: list[Span] = []
            for x, level in enumerate(heights):
                role = "graph-past" if x < now else "graph-now" if x == now else "graph-later"
                spans.append((role, BLOCKS[min(max(level - below, 0), 8)]))
            rows.append(joined(spans))
        return rows


def levels(cells: Sequence[Cell], most: int) -> list[int]:
    """Each depth as a number of eighths, from 1 for the least to `most` for the greatest; 0 for unknown ones."""
    known = [cell for cell in cells if cell is not None]
    if not known:
        return [0] * len(cells)
    least, greatest = min(known), max(known)
    span = greatest - least
    return [
        0 if cell is None else 1 + round((cell - least) * (most - 1) / span) if span > 0 else max(most // 4, 1)
        for cell in cells
    ]


def joined(cells: Sequence[Span]) -> Line:
    """Neighbouring cells of one role as one span."""
    line: Line = []
    for role, text in cells:
        if line and line[-1][0] == role:
            line[-1] = (role, line[-1][1] + text)
        else:
            line.append((role, text))
    return line


def _moment(piece: tuple[int, bytes]) -> int:
    return piece[0]
