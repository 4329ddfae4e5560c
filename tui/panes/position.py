"""The position bar: one row, a click on which goes to another moment."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.panes.output import MomentChosen
from tui.views.position import Position

_ROLES = ("chip-past", "chip-now", "chip-error", "chip-running", "bar-past", "bar-now", "bar-later", "name", "faint")


class PositionBar(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"position--{role}" for role in _ROLES}

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.position = Position(0, 0, 0, False)
        self.running = False

    def update(self, position: Position, running: bool) -> None:
        self.position = position
        self.running = running
        self.set_class(position.t < position.newest and not running, "past")
        self.refresh()

    def render_line(self, y: int) -> Strip:
        room = self.size.width
        base = self.rich_style
        segments = [Segment(text, base + self._style(role)) for role, text in self.position.line(room, self.running)]
        return Strip(segments).adjust_cell_length(room, base)

    def _style(self, role: str) -> Style:
        """Chips have a background of their own, the others that of the bar."""
        return self.get_component_rich_style(f"position--{role}", partial=not role.startswith("chip"))

    def on_click(self, event: events.Click) -> None:
        t = self.position.moment_at(event.x)
        if t is not None:
            self.post_message(MomentChosen(t))
