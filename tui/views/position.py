"""The position in time as one row: where the present is between the oldest and the newest moment.

What undo reaches at once, the rest being replayed, is marked.
"""

from typing import Final

from debugger.session import Session
from tui.spans import Line, grouped, width

_SMALLEST_BAR: Final = 8


class Position:
    """What the position bar shows; `bar_start` and `bar_width` say where the bar proper is.

    `at_hand` are the ends of what undo reaches, all of the bar unless told otherwise.
    """

    def __init__(
        self,
        t: int,
        oldest: int,
        newest: int,
        ended: bool,
        failed: bool = False,
        at_hand: tuple[int, int] | None = None,
    ) -> None:
        self.t = t
        self.oldest = oldest
        self.newest = newest
        self.ended = ended
        self.failed = failed
        self.at_hand = (oldest, newest) if at_hand is None else at_hand
        self.bar_start = 0
        self.bar_width = 0

    @classmethod
    def of(cls, session: Session) -> "Position":
        machine = session.machine
        ended, failed = machine.results is not None, machine.failure is not None
        return cls(session.t, session.oldest, session.newest, ended, failed, session.history.at_hand)

    def line(self, room: int, running: bool) -> Line:
        """The row, `room` cells wide."""
        chip = self._chip(running)
        percent = 100.0 if self.newest == 0 else 100 * self.t / self.newest
        moment = f" t={grouped(self.t)}"
        of_all = f" of {grouped(self.newest)} · {percent:.1f}%"
        oldest = f"  oldest {grouped(self.oldest)} "
        newest = f" newest {grouped(self.newest)} "
        if width([chip]) + len(moment + of_all + oldest + newest) + _SMALLEST_BAR * 3 > room:
            oldest, newest = f"  from {grouped(self.oldest)} ", " "
        start: Line = [chip, ("name", moment), ("faint", of_all), ("faint", oldest)]
        self.bar_start = width(start)
        self.bar_width = max(_SMALLEST_BAR, room - self.bar_start - len(newest))
        return [*start, *self._bar(), ("faint", newest)]

    def moment_at(self, x: int) -> int | None:
        """The moment under a cell of the row, None outside of the bar."""
        at = x - self.bar_start
        if not 0 <= at < self.bar_width:
            return None
        return self.oldest + round(at * (self.newest - self.oldest) / max(self.bar_width - 1, 1))

    def cell_of(self, t: int) -> int:
        """The cell of the bar that stands for a moment."""
        span = self.newest - self.oldest
        return round((t - self.oldest) * (self.bar_width - 1) / span) if span > 0 else self.bar_width - 1

    def marker(self) -> int:
        """The cell of the bar that stands for the present."""
        at = self.cell_of(self.t)
        if self.newest <= self.oldest:
            return at
        if self.t < self.newest:
            at = min(at, self.bar_width - 2)  # the last cell is the newest moment's alone
        if self.t > self.oldest:
            at = max(at, 1)
        return at

    def _chip(self, running: bool) -> tuple[str, str]:
        if running:
            return ("chip-running", " ▶▶ RUNNING ")
        if self.t < self.newest:
            return ("chip-past", f" ◀◀ PAST -{grouped(self.newest - self.t)} ")
        if self.failed:
            return ("chip-error", " ✖ ERROR ")
        return ("chip-now", " ■ END " if self.ended else " ● NOW ")

    def _bar(self) -> Line:
        at = self.marker()
        first, last = (self.cell_of(t) for t in self.at_hand)
        first = min(first, at)
        last = max(last, at)
        return [
            ("bar-past", "╍" * first + "━" * (at - first)),
            ("bar-now", "◆"),
            ("bar-later", "─" * (last - at) + "╌" * (self.bar_width - last - 1)),
        ]
