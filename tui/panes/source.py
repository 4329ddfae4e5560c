"""The source pane: text, line numbers, breakpoints, the present line with its values, which lines were executed."""

from collections.abc import Mapping

from debugger.session import Session
from tui.highlight import highlight
from tui.panes.line_pane import LinePane
from tui.panes.messages import BreakpointClicked
from tui.spans import Line
from tui.views.breakpoints import breakpoint_sign
from tui.views.inline import inline_values
from tui.views.moment import Moment
from tui.views.places import exact_on, marked_line
from tui.views.stops import without_position


class SourcePane(LinePane):
    """One source at a time; lines are numbered from 1."""

    cursor_always = True
    context = 7

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id)
        self.session = session
        self.source = ""
        self.present = 0
        self.arrow = "▶"
        self.error = ""
        self.inline = ""
        self.column = 0  # of the place inside the cursor's line that is picked, 0: none
        self.hits: Mapping[str, Mapping[int, int]] | None = None  # by source and line, once they have been counted
        self._highlighted: dict[str, list[Line]] = {}
        self._code_lines: set[int] = set()
        self._executed: set[int] = set()
        self._known = ("", -1)  # of which source, and up to which moment, the executed lines are known
        self._gutter = 7

    def look(self, moment: Moment) -> None:
        frame = moment.frame
        session = self.session
        if frame is None or frame.closure is None:
            self.open(self.source or session.path)
            self.inline = ""
            self.stand_at(0, True)
            return
        self.open(frame.source)
        self.error = without_position(session.error_text(), frame.line) if moment.is_first else ""
        row = self.lines[frame.line - 1] if 0 < frame.line <= len(self.lines) else []
        self.inline = inline_values(session, frame, row)
        self.stand_at(frame.line, moment.is_innermost)

    def open(self, source: str) -> None:
        """Show a source, from its start."""
        known = (source, self.session.newest)
        if known != self._known:
            self._known = known
            self._code_lines = self.session.breakpoints.lines(source)
            self._executed = self.session.query.executed_lines(source)
        if source == self.source:
            return
        self.source = source
        if source not in self._highlighted:
            self._highlighted[source] = highlight(self.session.source_lines(source), self.session.machine.dialect)
        self.cursor = self.column = 0
        self.show(self._highlighted[source] or [[("faint", "(no source text)")]])
        self.measure()

    def show_text(self, source: str, text: list[str] | None) -> None:
        """Show another text for a source than that which was loaded, or again (None) that."""
        lines = self.session.source_lines(source) if text is None else text
        self._highlighted[source] = highlight(lines, self.session.machine.dialect)
        if source == self.source:
            self.source = ""
            self.open(source)

    def show_hits(self, hits: Mapping[str, Mapping[int, int]] | None) -> None:
        """How often each line has been executed, from now on in the gutter."""
        self.hits = hits
        self.measure()
        self.paint()

    def stand_at(self, line: int, innermost: bool) -> None:
        """Put the arrow at the present line (0: none), and the cursor with it."""
        self.present = line
        self.column = 0
        self.arrow = "▶" if innermost else "▷"
        if not line:
            self.error = ""
        else:
            self.cursor = min(line, len(self.lines)) - 1
            self.reveal(self.cursor, middle=True)
        self.paint()

    @property
    def cursor_line(self) -> int:
        return self.cursor + 1

    def cursor_moved(self) -> None:
        self.column = 0

    def pick(self, step: int) -> bool:
        """Pick the next place of the cursor's line where a breakpoint can stop, or the one before; behind the last one
        none.  Whether there are any."""
        columns = self.session.breakpoints.columns(self.source, self.cursor_line)
        around = [0, *columns]
        at = around.index(self.column) if self.column in around else 0
        self.column = around[(at + step) % len(around)]
        self.paint()
        return bool(columns)

    def clear_search(self) -> None:
        self.column = 0
        super().clear_search()

    # -- painting --------------------------------------------------------------------------------

    def measure(self) -> None:
        """How wide the gutter is."""
        self._gutter = max(3, len(str(len(self.lines)))) + 4 + (0 if self.hits is None else _HITS + 2)

    def lead(self, y: int) -> Line:
        at = y + 1
        arrow = self.arrow if at == self.present else " "
        number = f"{at:>{max(3, len(str(len(self.lines))))}} "
        sign = breakpoint_sign(self.session.breakpoints.at_line(self.source, at))
        if sign == " " and exact_on(self.session, self.source, at):
            sign = "◌"
        return [
            ("breakpoint", sign),
            ("error" if self.error else "now", arrow),
            ("now" if at == self.present else "faint", number),
            *self._coverage(at),
        ]

    def _coverage(self, line: int) -> Line:
        """Whether the line has code and was executed in the run, and if they were counted how often."""
        has_code, was_executed = line in self._code_lines, line in self._executed
        sign = ("executed", "▎") if was_executed else ("faint", "┊") if has_code else ("", " ")
        if self.hits is None:
            return [sign]
        count = self.hits.get(self.source, {}).get(line, 0)
        shown = short_count(count) if has_code else ""
        return [("faint", f"{shown:>{_HITS}} "), sign, ("", " ")]

    def line(self, y: int) -> Line:
        picked = self.column if y == self.cursor else 0
        line = marked_line(self.session, self.source, y + 1, self.lines[y], picked)
        if y + 1 != self.present:
            return line
        if self.error:
            line = [*line, ("error", f"   ✖ {self.error}")]
        return [*line, ("inline", f"   ◂ {self.inline}")] if self.inline else line

    def row_role(self, y: int) -> str:
        if y + 1 != self.present:
            return ""
        return "error" if self.error else "present"

    def clicked(self, x: int, y: int) -> None:
        self.move_cursor(y)
        if x < self._gutter:
            self.post_message(BreakpointClicked(y + 1))


_HITS = 4
"""Cells for the number of a line's executions."""


def short_count(count: int) -> str:
    """A count in four cells at most."""
    for size, unit in ((1, ""), (1_000, "k"), (1_000_000, "M"), (1_000_000_000, "G")):
        if count < 1000 * size:
            return f"{count // size}{unit}"
    return "many"
