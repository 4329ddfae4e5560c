"""The code pane: the VM instructions of the selected frame's function, scrolling with the present one; a click on the
gutter sets a breakpoint on an instruction."""

from tui.panes.line_pane import LinePane
from tui.panes.messages import InstructionClicked
from tui.spans import Line
from tui.views.code import GUTTER, Code
from tui.views.moment import Moment


class CodePane(LinePane):
    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.code = Code()

    def look(self, moment: Moment) -> None:
        self.code.update(moment.frame)
        self.show(self.code.lines, max(self.code.present, 0))

    def line(self, y: int) -> Line:
        return self.code.line(y)

    def row_role(self, y: int) -> str:
        return "present" if y == self.code.present else ""

    def clicked(self, x: int, y: int) -> None:
        self.move_cursor(y)
        if x < GUTTER:
            self.post_message(InstructionClicked())
