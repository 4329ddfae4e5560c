"""The output pane: what the program has printed up to the present; choosing a row goes to its printing."""

from dataclasses import dataclass

from textual.message import Message

from debugger.session import Session
from tui.panes.line_pane import LinePane
from tui.views.output import Output


@dataclass
class MomentChosen(Message):
    """A moment to go to."""

    t: int


class OutputPane(LinePane):
    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id)
        self.output = Output(session)

    def update(self) -> None:
        self.output.update()
        self.show(self.output, self.output.now, self.output.widest)

    def clicked(self, x: int, y: int) -> None:
        self.move_cursor(y)

    def chosen(self) -> None:
        t = self.output.moment_of(self.cursor)
        if t is not None:
            self.post_message(MomentChosen(t))
