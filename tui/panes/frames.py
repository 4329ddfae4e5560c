"""The frames pane: the call stack; moving its cursor selects a frame, which all panes then show."""

from tui.panes.line_pane import LinePane
from tui.panes.messages import FrameSelected
from tui.views.moment import Moment, frame_lines


class FramesPane(LinePane):
    cursor_always = True

    def look(self, moment: Moment) -> None:
        self.show(frame_lines(moment), moment.selected)

    def cursor_moved(self) -> None:
        self.post_message(FrameSelected(self.cursor))

    def chosen(self) -> None:
        self.post_message(FrameSelected(self.cursor))
