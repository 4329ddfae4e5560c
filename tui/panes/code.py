"""The code pane: the VM instructions of the selected frame's function, scrolling with the present one."""

from debugger.inspection import Frame
from tui.panes.line_pane import LinePane
from tui.views.code import Code


class CodePane(LinePane):
    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.code = Code()
        self._present = -1

    def update(self, frame: Frame | None) -> None:
        lines, self._present = self.code.lines(frame)
        self.show(lines, max(self._present, 0))

    def row_role(self, y: int) -> str:
        return "present" if y == self._present else ""
