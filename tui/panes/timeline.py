"""The timeline on the screen: a click or a drag goes to a moment, the wheel zooms."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.panes.messages import MomentChosen
from tui.spans import Line, grouped
from tui.views.timeline import Timeline

_ROLES = (
    "scale", "scale-ring", "present", "ghost", "mark-bookmark", "mark-output", "error", "breakpoint", "changed",
    "graph-past", "graph-now", "graph-later",
)


class Pointed(Message):
    """The user drags over the timeline, or has stopped to (`text` is empty)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class TimelinePane(Widget):
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"timeline--{role}" for role in _ROLES}

    def __init__(self, timeline: Timeline, *, id: str) -> None:
        super().__init__(id=id)
        self.timeline = timeline
        self._rows: list[Line] = []
        self._ghost: int | None = None

    def look(self) -> None:
        """Something has changed."""
        self.set_class(self.timeline.facts.t < self.timeline.facts.newest, "past")
        self._rows = []
        self.refresh()

    def on_resize(self) -> None:
        self.look()

    def render_line(self, y: int) -> Strip:
        if not self._rows:
            self._rows = self.timeline.rows(self.size.width, self.size.height, self._ghost)
        base = self.rich_style
        if y >= len(self._rows):
            return Strip.blank(self.size.width, base)
        segments = [Segment(text, base + self._style(role)) for role, text in self._rows[y]]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _style(self, role: str) -> Style:
        return self.get_component_rich_style(f"timeline--{role}", partial=True)

    # -- the mouse -------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button == 1:
            self.capture_mouse()
            self._point(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._ghost is not None:
            self._point(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._ghost is None:
            return
        self.release_mouse()
        self._ghost = None
        self.look()
        self.post_message(Pointed(""))
        self.post_message(MomentChosen(self.timeline.snapped(event.x)))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._zoom(0.5, event.x)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._zoom(2.0, event.x)

    def _zoom(self, factor: float, x: int) -> None:
        self.timeline.zoom(factor, self.timeline.moment_at(x))
        self.look()

    def _point(self, x: int) -> None:
        self._ghost = min(max(x, 0), self.size.width - 1)
        self.look()
        t = self.timeline.snapped(self._ghost)
        mark = next((one for one in self.timeline.marks if one.t == t), None)
        what = f" · {mark.kind}{' ' + mark.letter if mark.letter else ''}" if mark is not None else ""
        self.post_message(Pointed(f"t={grouped(t)}{what} · release to go there"))
