"""The base of all panes: lines painted through the line API, with a cursor.

Only the lines on the screen are painted, so twenty thousand lines cost as much as forty.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keys
from tui.spans import ROLES, Line, width
from tui.views.moment import Moment
from tui.views.search import marked, next_with


class LinePane(ScrollView, can_focus=True):
    """A pane of lines.  Its styles are the component classes `line--<role>` and `line--row-<row role>`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"line--{role}" for role in ROLES} | {
        "line--row-cursor",
        "line--row-cursor-blurred",
        "line--row-present",
        "line--row-error",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*keys.pane_bindings()]

    cursor_always = False
    """Whether the cursor is to be seen while the pane is not focused."""

    context = 2
    """Rows that are to be seen around the cursor."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = []
        self.cursor = 0
        self.pattern = ""
        self.picks = 0  # how often the user has moved the cursor

    # -- contents --------------------------------------------------------------------------------

    def show(self, lines: Sequence[Line], cursor: int | None = None, widest: int = -1) -> None:
        """Show other lines; the cursor stays in its row, or goes to `cursor`, which is scrolled into view.

        `widest` is the width of the widest line, where it is known.
        """
        if lines is not self.lines or widest >= 0:
            self.lines = lines
            widest = max((width(line) for line in lines), default=0) if widest < 0 else widest
            self.virtual_size = Size(widest, len(lines))
        self.cursor = min(max(self.cursor if cursor is None else cursor, 0), max(len(lines) - 1, 0))
        if cursor is not None:
            self.reveal(self.cursor)
        self.refresh()

    def look(self, moment: Moment) -> None:
        """Show what there is at another moment, or in another frame.  Called when the pane can be seen."""

    def line(self, y: int) -> Line:
        return self.lines[y]

    def lead(self, y: int) -> Line:
        """What stands before the line and does not scroll sideways."""
        return []

    def row_role(self, y: int) -> str:
        """The background of a row: "present", "error" or none."""
        return ""

    # -- the cursor ------------------------------------------------------------------------------

    def move_cursor(self, to: int) -> None:
        to = min(max(to, 0), max(len(self.lines) - 1, 0))
        if to != self.cursor:
            self.cursor = to
            self.picks += 1
            self.refresh()
            self.cursor_moved()
        self.reveal(to)

    def cursor_moved(self) -> None:
        """The user has moved the cursor."""

    def chosen(self) -> None:
        """Enter, or a click on the row of the cursor."""

    def removed(self) -> None:
        """Delete."""

    # -- searching -------------------------------------------------------------------------------

    def search(self, pattern: str) -> bool:
        """Go to the next row with the pattern, or with the last one if it is empty; whether there is one."""
        self.pattern = pattern or self.pattern
        at = self.row_with(self.pattern, self.cursor) if self.pattern else None
        self.refresh()
        if at is not None:
            self.move_cursor(at)
        return at is not None

    def row_with(self, pattern: str, after: int) -> int | None:
        """The first row after `after`, going round, with the pattern."""
        return next_with(self.line, len(self.lines), pattern, after)

    def clear_search(self) -> None:
        self.pattern = ""
        self.refresh()

    def reveal(self, y: int, middle: bool = False) -> None:
        """Scroll so that a row can be seen, a little away from the edges where there is room."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return
        top = round(self.scroll_y)
        margin = min(self.context, (height - 1) // 3)
        if top + margin <= y < top + height - margin:
            return
        if middle and not top - height <= y <= top + 2 * height:
            target = y - height // 2
        else:
            target = y - margin if y < top + margin else y - height + 1 + margin
        self.scroll_to(y=max(0, min(target, len(self.lines) - height)), animate=False)

    def action_cursor_up(self) -> None:
        self.move_cursor(self.cursor - 1)

    def action_cursor_down(self) -> None:
        self.move_cursor(self.cursor + 1)

    def action_cursor_page_up(self) -> None:
        self.move_cursor(self.cursor - max(self.size.height - 1, 1))

    def action_cursor_page_down(self) -> None:
        self.move_cursor(self.cursor + max(self.size.height - 1, 1))

    def action_cursor_first(self) -> None:
        self.move_cursor(0)

    def action_cursor_last(self) -> None:
        self.move_cursor(len(self.lines) - 1)

    def action_look_left(self) -> None:
        self.scroll_to(x=max(0, self.scroll_x - 8), animate=False)

    def action_look_right(self) -> None:
        self.scroll_to(x=min(self.max_scroll_x, self.scroll_x + 8), animate=False)

    def action_choose(self) -> None:
        self.chosen()

    def action_remove(self) -> None:
        self.removed()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and (y := offset.y + round(self.scroll_y)) < len(self.lines):
            self.clicked(offset.x, y)

    def clicked(self, x: int, y: int) -> None:
        """A click on a row, `x` cells into the pane."""
        self.move_cursor(y)
        self.chosen()

    # -- painting --------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self.scroll_to(y=max(0, self.cursor - self.scrollable_content_region.height // 2), animate=False)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render_line(self, y: int) -> Strip:
        room = self.scrollable_content_region.width
        scroll_x, scroll_y = self.scroll_offset
        row = y + scroll_y
        base = self.rich_style
        if row >= len(self.lines):
            return Strip.blank(room, base)
        background = base + Style(bgcolor=self._background(row))
        lead = self._strip(self.lead(row), background)
        line = self.line(row)
        text = self._strip(marked(line, self.pattern) if self.pattern else line, background)
        text_room = room - lead.cell_length
        if text.cell_length > scroll_x + text_room:
            more = self._strip([("faint", "…")], background)
            text = Strip.join([text.crop(scroll_x, scroll_x + text_room - 1), more])
        else:
            text = text.crop(scroll_x)
        return Strip.join([lead, text.adjust_cell_length(text_room, background)])

    def _background(self, row: int) -> Color | None:
        role = self.row_role(row)
        if not role and row == self.cursor:
            if self.has_focus:
                role = "cursor"
            elif self.cursor_always:
                role = "cursor-blurred"
        return self.get_component_rich_style(f"line--row-{role}").bgcolor if role else None

    def _strip(self, line: Line, background: Style) -> Strip:
        return Strip([Segment(text, background + self._role_style(role)) for role, text in line])

    def _role_style(self, role: str) -> Style:
        return self.get_component_rich_style(f"line--{role}", partial=True) if role else Style.null()

    def refresh_row(self, y: int) -> None:
        self.refresh(Region(0, y - round(self.scroll_y), self.size.width, 1))
