"""The position in time as one row: where the present is between the oldest and the newest moment."""

from typing import Final

from debugger.session import Session
from tui.spans import Line, grouped, width

_SMALLEST_BAR: Final = 8


class Position:
    """What the position bar shows; `bar_start` and `bar_width` say where the bar proper is."""

    def __init__(self, t: int, oldest: int, newest: int, ended: bool, failed: bool = False) -> None:
        self.t = t
        self.oldest = oldest
        self.newest = newest
        self.ended = ended
        self.failed = failed
        self.bar_start = 0
        self.bar_width = 0

    @classmethod
    def of(cls, session: Session) -> "Position":
        machine = session.machine
        return cls(session.t, session.oldest, session.newest, machine.results is not None, machine.failure is not None)

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

    def marker(self) -> int:
        """The cell of the bar that stands for the present."""
        span = self.newest - self.oldest
        if span <= 0:
            return self.bar_width - 1
        at = round((self.t - self.oldest) * (self.bar_width - 1) / span)
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
        return [
            ("bar-past", "━" * at),
            ("bar-now", "◆"),
            ("bar-later", "─" * (self.bar_width - at - 1)),
        ]
