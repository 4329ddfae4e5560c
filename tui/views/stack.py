"""The VM's stack of a coroutine as rows: its frames, the innermost first, each with its registers.

What a row shows is worked out when it is asked for: a stack may be deep.
"""

from bisect import bisect_right

from debugger import inspection
from debugger.inspection import Frame
from tui.spans import Line, grouped
from tui.views.moment import Moment, frame_name
from tui.views.registers import Registers
from tui.views.rows import Rows


class Stack(Rows[Line]):
    """`heading` is the row where the selected frame begins, `now` that of the first register that its next instruction
    is about."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self.heading = self.now = 0
        self._frames: list[tuple[int, Frame]] = []  # with their rows in the list of frames
        self._starts: list[int] = []  # the row of the heading of each
        self._made: dict[int, list[Line]] = {}
        self._selected = 0
        self._length = 0
        self._more = 0  # frames that the list leaves out

    def update(self, moment: Moment) -> None:
        """The moment, or the selected frame, is another one."""
        self._made = {}
        frame = moment.frame
        rows = [(at, row) for at, row in enumerate(moment.rows) if frame and row.coroutine is frame.coroutine]
        self._frames = [(at, row.frame) for at, row in rows if row.frame is not None]
        self._more = sum(row.more for _, row in rows)
        self._selected = next((at for at, (_, one) in enumerate(self._frames) if one is frame), 0)
        self._starts, self._length = [], 0
        for _, one in self._frames:
            self._starts.append(self._length)
            self._length += 1 + (0 if one.closure is None else int(one.closure.proto.frame_size))
        self._length += self._more > 0
        self.heading = self._starts[self._selected] if self._frames else 0
        self.now = self.heading + 1 + self.registers.lines(frame)[1] if self._frames else 0

    def __len__(self) -> int:
        return max(self._length, 1)

    def row(self, row: int) -> Line:
        if not self._frames:
            return self.registers.lines(None)[0][0]
        if self._more and row == self._length - 1:
            return [("faint", f"   … {grouped(self._more)} frames more: see 2 frames")]
        at = self._at(row)
        if at not in self._made:
            self._made[at] = self._rows(at)
        return self._made[at][row - self._starts[at]]

    def _at(self, row: int) -> int:
        return bisect_right(self._starts, row) - 1

    def _rows(self, at: int) -> list[Line]:
        _, frame = self._frames[at]
        is_selected = at == self._selected
        sign = "▶" if frame.innermost else "▷" if is_selected else " "
        heading: Line = [("now", f" {sign} "), ("faint", f"{at} ")]
        heading.append(("heading" if is_selected else "name", frame_name(frame)))
        if frame.closure is None:
            return [[*heading, ("faint", "  built in")]]
        heading.append(("faint", f"  R0 is slot {frame.coroutine.base(frame.level)}"))
        return [heading, *self.registers.lines(frame, is_selected)[0]]

    def frame_row(self, row: int) -> int | None:
        """The row of the frames' list for the frame that a row belongs to; None if it is the selected one."""
        at = self._at(row) if self._frames and row < self._length - (self._more > 0) else self._selected
        return None if at == self._selected else self._frames[at][0]

    def variable(self, row: int) -> str | None:
        """The name of the selected frame's local variable whose register is in a row; None if none can be named."""
        if not self._frames or self._at(row) != self._selected:
            return None
        index = row - self._starts[self._selected] - 1
        visible = inspection.visible_variables(self._frames[self._selected][1])
        found = (name for name, one in visible.items() if one.register == index)
        return next(found, None)
