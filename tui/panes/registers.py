"""The registers pane: what the VM's registers hold, and which the present instruction reads (r) and writes (w)."""

from debugger.values import Formatter
from tui.panes.line_pane import LinePane
from tui.views.moment import Moment
from tui.views.registers import Registers


class RegistersPane(LinePane):
    def __init__(self, formatter: Formatter, *, id: str) -> None:
        super().__init__(id=id)
        self.registers = Registers(formatter)

    def look(self, moment: Moment) -> None:
        lines, first = self.registers.lines(moment.frame)
        self.show(lines, first)
