"""The variables pane: locals, varargs, upvalues and globals of the selected frame as a tree."""

from debugger.inspection import Frame
from debugger.session import Session
from tui.panes.line_pane import LinePane
from tui.panes.messages import Opened
from tui.views.moment import Moment
from tui.views.variables import Row, Variables, expression, row_line


class VariablesPane(LinePane):
    cursor_always = True

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id)
        self.variables = Variables(session)
        self.rows: list[Row] = []
        self._frame: Frame | None = None

    def look(self, moment: Moment) -> None:
        self._frame = moment.frame
        self._show()

    def _show(self) -> None:
        """The rows as they are now; the cursor stays with its variable, if that is still there."""
        before = self.rows[self.cursor] if self.cursor < len(self.rows) else None
        self.rows = self.variables.rows(self._frame)
        cursor = None
        if before is None or not self.picks:
            cursor = 1  # the first variable, below the heading
        elif before.kind == "value":
            cursor = next((at for at, row in enumerate(self.rows) if row.path == before.path), None)
        self.show([row_line(row) for row in self.rows], cursor)
        self.cursor_moved()

    def cursor_moved(self) -> None:
        """In the lower edge stands the name of the selected object (for `:life`)."""
        self.border_subtitle = self.rows[self.cursor].object if self.cursor < len(self.rows) else ""

    @property
    def selected(self) -> str | None:
        """The expression for the value that the cursor is on; None if there is none."""
        return expression(self.rows, self.rows[self.cursor]) if self.cursor < len(self.rows) else None

    def chosen(self) -> None:
        if self.cursor < len(self.rows):
            self.post_message(Opened("variables", self.rows[self.cursor]))

    def toggle(self, row: Row) -> None:
        """Open or close what is in a row."""
        self.variables.toggle(row)
        self._show()

    def row_with(self, pattern: str, after: int) -> int | None:
        path = self.variables.find(self._frame, pattern, self.rows[after].path if after < len(self.rows) else ())
        if path is None:
            return None
        self._show()
        return next((at for at, row in enumerate(self.rows) if row.path == path), None)
