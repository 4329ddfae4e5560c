"""The output pane: what the program has written up to the present; choosing a row goes to its writing."""

from debugger.session import Session
from tui.panes.line_pane import LinePane
from tui.panes.messages import MomentChosen
from tui.spans import Line
from tui.views.moment import Moment
from tui.views.output import Output


class OutputPane(LinePane):
    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id)
        self.output = Output(session)

    def look(self, moment: Moment) -> None:
        self.output.update()
        self.show(self.output, self.output.now)

    def widest(self) -> int:
        return self.output.widest

    def lead(self, y: int) -> Line:
        """A sign before what was written to standard error."""
        return [("error", "!")] if self.output.is_error(y) else [("", " ")]

    def chosen(self) -> None:
        t = self.output.moment_of(self.cursor)
        if t is not None:
            self.post_message(MomentChosen(t))
