"""The source pane: text, line numbers, breakpoints, the present line, the cursor, what a search has found."""

from dataclasses import dataclass

from textual.geometry import Size
from textual.message import Message

from debugger.breakpoints import Breakpoints
from engine.syntax.dialects import Dialect
from tui.highlight import highlight
from tui.panes.line_pane import LinePane
from tui.spans import Line, plain, with_role


@dataclass
class BreakpointClicked(Message):
    """A click on the gutter."""

    line: int


def breakpoint_sign(breakpoints: Breakpoints, source: str, line: int) -> str:
    """● set, ◆ with a condition, ○ waiting for code to be loaded."""
    found = breakpoints.at_line(source, line)
    if found is None:
        return " "
    if not found.verified:
        return "○"
    return "◆" if found.condition else "●"


def find(lines: list[Line], pattern: str, after: int) -> int | None:
    """The first line after the line `after` (from 0, going round) that contains the pattern; case counts if it has
    upper case letters."""
    sensitive = pattern != pattern.lower()
    for step in range(1, len(lines) + 1):
        at = (after + step) % len(lines)
        text = plain(lines[at])
        if pattern in (text if sensitive else text.lower()):
            return at
    return None


class SourcePane(LinePane):
    """One source at a time; lines are numbered from 1."""

    cursor_always = True
    context = 7

    def __init__(self, breakpoints: Breakpoints, dialect: Dialect, *, id: str) -> None:
        super().__init__(id=id)
        self.breakpoints = breakpoints
        self.dialect = dialect
        self.source = ""
        self.present = 0
        self.arrow = "▶"
        self.error = ""
        self.pattern = ""
        self._highlighted: dict[str, list[Line]] = {}

    def open(self, source: str, text: list[str]) -> None:
        """Show a source, from its start."""
        if source == self.source:
            return
        self.source = source
        if source not in self._highlighted:
            self._highlighted[source] = highlight(text, self.dialect)
        self.cursor = 0
        self.show(self._highlighted[source] or [[("faint", "(no source text)")]])
        self.virtual_size = Size(self.virtual_size.width + self._gutter_width, len(self.lines))

    def stand_at(self, line: int, innermost: bool, error: str = "") -> None:
        """Put the arrow at the present line (0: none), and the cursor with it; `error` happens there."""
        self.present = line
        self.arrow = "▶" if innermost else "▷"
        self.error = error
        if line:
            self.cursor = min(line, len(self.lines)) - 1
            self.reveal(self.cursor, middle=True)
        self.refresh()

    @property
    def cursor_line(self) -> int:
        return self.cursor + 1

    def search(self, pattern: str) -> bool:
        """Go to the next line with the pattern, or with the last one if it is empty; whether there is one."""
        self.pattern = pattern or self.pattern
        found = find(list(self.lines), self.pattern, self.cursor) if self.pattern else None
        self.refresh()
        if found is not None:
            self.move_cursor(found)
        return found is not None

    def clear_search(self) -> None:
        self.pattern = ""
        self.refresh()

    # -- painting --------------------------------------------------------------------------------

    @property
    def _gutter_width(self) -> int:
        return max(3, len(str(len(self.lines)))) + 4

    def lead(self, y: int) -> Line:
        arrow = self.arrow if y + 1 == self.present else " "
        number = f"{y + 1:>{self._gutter_width - 4}}"
        role = "now" if y + 1 == self.present else "faint"
        return [
            ("breakpoint", breakpoint_sign(self.breakpoints, self.source, y + 1)),
            ("error" if self.error else "now", arrow),
            (role, number + "  "),
        ]

    def line(self, y: int) -> Line:
        line = self.lines[y]
        if self.pattern:
            text = plain(line)
            if self.pattern == self.pattern.lower():
                text = text.lower()
            at = text.find(self.pattern)
            while at >= 0:
                line = with_role(line, at, at + len(self.pattern), "match")
                at = text.find(self.pattern, at + len(self.pattern))
        if self.error and y + 1 == self.present:
            line = [*line, ("error", f"   ✖ {self.error}")]
        return line

    def row_role(self, y: int) -> str:
        if y + 1 != self.present:
            return ""
        return "error" if self.error else "present"

    def clicked(self, x: int, y: int) -> None:
        self.move_cursor(y)
        if x < self._gutter_width:
            self.post_message(BreakpointClicked(y + 1))
