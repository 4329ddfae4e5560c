"""The frames pane: the call stack; moving its cursor selects a frame, which all panes then show."""

from dataclasses import dataclass

from textual.message import Message

from tui.panes.line_pane import LinePane
from tui.views.moment import Moment, frame_lines


@dataclass
class FrameSelected(Message):
    """The row of the frame that the user wants to see."""

    row: int


class FramesPane(LinePane):
    cursor_always = True

    def update(self, moment: Moment) -> None:
        self.show(frame_lines(moment), moment.selected)

    def cursor_moved(self) -> None:
        self.post_message(FrameSelected(self.cursor))

    def chosen(self) -> None:
        self.post_message(FrameSelected(self.cursor))
