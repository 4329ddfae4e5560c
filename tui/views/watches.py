"""Watched expressions: their values at the present moment, and what they have been: all of it where the run has been
searched for it, else where one has looked."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from debugger.evaluation import EvaluationError
from debugger.inspection import Frame
from debugger.session import Session
from tui.spans import Line, printable
from tui.views.entries import Entry, hint
from tui.views.sparkline import Point, sparkline
from tui.views.values import Seen, seen, value_line

_SPARKS: Final = 24


@dataclass
class Watch:
    """An expression, its value now and before, and the numbers that it is known to have had."""

    expression: str
    now: Seen | None = None
    before: Seen | None = None
    problem: str = ""
    points: list[Point] = field(default_factory=list)

    def add_point(self, t: int, number: float) -> None:
        at = bisect_left(self.points, (t, float("-inf")))
        if at < len(self.points) and self.points[at][0] == t:
            self.points[at] = (t, number)
        else:
            self.points.insert(at, (t, number))


class Watches:
    """The watches in the order in which they were added."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.all: list[Watch] = []

    def add(self, expression: str) -> Watch:
        """Watch an expression; one that is watched already stays the one."""
        found = next((one for one in self.all if one.expression == expression), None)
        if found is None:
            found = Watch(expression)
            self.all.append(found)
        return found

    def learn(self, expression: str, points: list[Point]) -> None:
        """All the numbers that an expression has been, for the watch on it, if there is one."""
        for one in self.all:
            if one.expression == expression and points:
                one.points = list(points)

    def remove(self, watch: Watch) -> None:
        self.all = [one for one in self.all if one is not watch]

    def remember(self) -> None:
        """A movement begins: what is seen now is what comes before."""
        for watch in self.all:
            watch.before = watch.now

    def update(self, frame: Frame | None) -> None:
        """Evaluate all of them in a frame."""
        for watch in self.all:
            try:
                values = self.session.evaluate(watch.expression, frame)
            except EvaluationError as error:
                watch.now, watch.problem = None, str(error)
                continue
            watch.problem = ""
            value = values[0] if values else None
            watch.now = seen(self.session.formatter, value)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
                watch.add_point(self.session.t, float(value))

    def entries(self) -> list[Entry]:
        if not self.all:
            return hint("a adds a watch; Del removes it")
        room = min(max(len(one.expression) for one in self.all), 24)
        return [Entry(_line(one, room, self.session.t), subject=one) for one in self.all]


def _line(watch: Watch, room: int, now: int) -> Line:
    start: Line = [("name", f" {printable(watch.expression):<{room}}"), ("operator", " = ")]
    if watch.now is None:
        return [*start, ("error", f"✖ {printable(watch.problem) or 'not evaluated yet'}")]
    line = [*start, *value_line(watch.now, watch.before)]
    if len(watch.points) > 1:
        line += [("faint", "  "), *_sparks(watch.points, now)]
    return line


def _sparks(points: list[Point], now: int) -> Line:
    """The numbers around the present: those of the past, the last one, those to come."""
    past = bisect_right(points, (now, float("inf")))
    first = min(max(past - _SPARKS * 2 // 3, 0), max(len(points) - _SPARKS, 0))
    shown = [number for _, number in points[first : first + _SPARKS]]
    blocks = sparkline(shown, _SPARKS)
    here = past - first - 1
    return [("graph", blocks[: max(here, 0)]), ("now", blocks[max(here, 0) : here + 1]), ("later", blocks[here + 1 :])]
