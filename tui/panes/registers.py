"""The registers pane: the VM's stack, frame by frame, and which registers the next instruction reads (r), writes (w).

Choosing a row selects its frame; in the selected frame it asks for the history of the variable in the register.
"""

from debugger.values import Formatter
from tui.panes.line_pane import LinePane
from tui.panes.messages import FrameSelected, Opened
from tui.views.moment import Moment
from tui.views.registers import Registers
from tui.views.stack import Stack


class RegistersPane(LinePane):
    def __init__(self, formatter: Formatter, *, id: str) -> None:
        super().__init__(id=id)
        self.registers = Registers(formatter)
        self.stack = Stack(self.registers)

    def look(self, moment: Moment) -> None:
        self.stack.update(moment)
        self.show(self.stack)
        self.reveal(self.stack.heading)
        self.show(self.stack, self.stack.now)

    @property
    def selected(self) -> str | None:
        """The variable in the register of the cursor's row."""
        return self.stack.variable(self.cursor)

    def chosen(self) -> None:
        other = self.stack.frame_row(self.cursor)
        if other is not None:
            self.post_message(FrameSelected(other))
        elif (name := self.selected) is not None:
            self.post_message(Opened("registers", name))
