"""The variables pane: locals, varargs, upvalues and globals of the selected frame as a tree."""

from dataclasses import dataclass

from textual.message import Message

from debugger.inspection import Frame
from debugger.session import Session
from tui.panes.line_pane import LinePane
from tui.views.variables import Row, Variables, row_line


@dataclass
class VariableChosen(Message):
    """The row that the user wants opened or closed."""

    row: Row


class VariablesPane(LinePane):
    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id)
        self.variables = Variables(session)
        self.rows: list[Row] = []
        self.cursor = 1  # the first variable, below the heading
        self._frame: Frame | None = None

    def update(self, frame: Frame | None) -> None:
        self._frame = frame
        self.rows = self.variables.rows(frame)
        self.show([row_line(row) for row in self.rows])

    def chosen(self) -> None:
        if self.cursor < len(self.rows):
            self.post_message(VariableChosen(self.rows[self.cursor]))

    def toggle(self, row: Row) -> None:
        """Open or close what is in a row."""
        self.variables.toggle(row)
        self.update(self._frame)
