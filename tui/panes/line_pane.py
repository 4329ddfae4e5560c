"""The base of all panes: lines painted through the line API, with a cursor.

Only the lines on the screen are painted, so twenty thousand lines cost as much as forty; and of them only those that
look other than they did.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keys
from tui.panes.palette import Palette
from tui.spans import Line, Span, width
from tui.views.moment import Moment
from tui.views.search import marked, next_with

Look = tuple[tuple[Span, ...], tuple[Span, ...], str, str]
"""All that a row shows: what stands before the line, the line, the row's background, what is searched for."""

_NOTHING: Final[Look] = ((), (), "", "")
_STRIPS_KEPT: Final = 300
_SIDEWAYS: Final = 8


class LinePane(ScrollView, can_focus=True):
    """A pane of lines.  `palette` has its styles; whoever makes the pane gives it one."""

    palette: Palette
    virtual_size = Reactive(Size(0, 0), layout=False)  # other contents need no new layout
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
        self._left = 0  # cells that are scrolled out at the left
        self._painted: dict[int, Look] = {}  # by row of the screen
        self._painted_at = Size(0, 0)
        self._strips: LRUCache[Look, Strip] = LRUCache(_STRIPS_KEPT)

    # -- contents --------------------------------------------------------------------------------

    def show(self, lines: Sequence[Line], cursor: int | None = None) -> None:
        """Show other lines; the cursor stays in its row, or goes to `cursor`, which is scrolled into view."""
        self.lines = lines
        self.virtual_size = Size(1, len(lines))
        self.cursor = min(max(self.cursor if cursor is None else cursor, 0), max(len(lines) - 1, 0))
        if cursor is not None:
            self.reveal(self.cursor)
        self.paint()

    def watch_virtual_size(self, size: Size) -> None:
        self.vertical_scrollbar.window_virtual_size = size.height

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
            self.paint()
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
        self.paint()
        if at is not None:
            self.move_cursor(at)
        return at is not None

    def row_with(self, pattern: str, after: int) -> int | None:
        """The first row after `after`, going round, with the pattern."""
        return next_with(self.line, len(self.lines), pattern, after)

    def clear_search(self) -> None:
        self.pattern = ""
        self.paint()

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
        self._look_at(self._left - _SIDEWAYS)

    def action_look_right(self) -> None:
        lead = width(self.lead(self.cursor)) if self.lines else 0
        self._look_at(min(self._left + _SIDEWAYS, max(self.widest() + lead - self._room, self._left)))

    def on_mouse_scroll_left(self) -> None:
        self.action_look_left()

    def on_mouse_scroll_right(self) -> None:
        self.action_look_right()

    def _look_at(self, left: int) -> None:
        self._left = max(left, 0)
        self.paint_anew()

    def widest(self) -> int:
        """The width of the widest line: of those on the screen, where no more is known."""
        top = round(self.scroll_y)
        rows = range(top, min(top + self.scrollable_content_region.height, len(self.lines)))
        return max((width(self.line(row)) for row in rows), default=0)

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
        if self._painted_at == self.size:
            return  # it was hidden and is seen again
        self._painted_at = self.size
        self.paint_anew()
        self.scroll_to(y=max(0, self.cursor - self.scrollable_content_region.height // 2), animate=False)

    def on_focus(self) -> None:
        self.paint()

    def on_blur(self) -> None:
        self.paint()

    def paint(self) -> None:
        """Have the rows painted that look other than they do on the screen."""
        top = round(self.scroll_y)
        changed = [Region(0, y, self.size.width, 1) for y, look in self._painted.items() if self._look(top + y) != look]
        if changed:
            self.refresh(*changed)

    def paint_anew(self) -> None:
        """Have all rows painted: they are styled or placed otherwise."""
        self._painted.clear()
        self._strips.clear()
        self.refresh()

    @property
    def _room(self) -> int:
        return self.scrollable_content_region.width

    def _look(self, row: int) -> Look:
        if row >= len(self.lines):
            return _NOTHING
        return (tuple(self.lead(row)), tuple(self.line(row)), self._background(row), self.pattern)

    def render_line(self, y: int) -> Strip:
        look = self._painted[y] = self._look(y + round(self.scroll_y))
        strip = self._strips.get(look)
        if strip is None:
            strip = self._strips[look] = self._strip_of(look)
        return strip

    def _strip_of(self, look: Look) -> Strip:
        lead_spans, line, row, pattern = look
        lead = self._strip(lead_spans, row)
        text = self._strip(marked(list(line), pattern) if pattern else line, row)
        room = self._room - lead.cell_length
        if text.cell_length > self._left + room:
            more = self._strip([("faint", "…")], row)
            text = Strip.join([text.crop(self._left, self._left + room - 1), more])
        else:
            text = text.crop(self._left)
        return Strip.join([lead, text.adjust_cell_length(room, self.palette.style("", row))])

    def _background(self, row: int) -> str:
        role = self.row_role(row)
        if not role and row == self.cursor:
            if self.has_focus:
                return "cursor"
            if self.cursor_always:
                return "cursor-blurred"
        return role

    def _strip(self, line: Sequence[Span], row: str) -> Strip:
        return Strip([Segment(text, self.palette.style(role, row)) for role, text in line])
