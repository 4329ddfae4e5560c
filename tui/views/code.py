"""The VM instructions of a frame's function, with the present one."""

from typing import Final

from debugger.inspection import Frame
from engine.compiler.disassembler import disassemble
from engine.compiler.opcodes import BREAK
from engine.compiler.proto import Proto
from tui.spans import Line

_NOTHING: Final[list[Line]] = [[("faint", " no Lua function")]]


GUTTER: Final = 6
"""Cells before an instruction's line: breakpoint, arrow, number."""


class Code:
    """The disassembly of one function after another: `lines` without marks, `present` the row of the instruction
    (-1: none), and `line` a row with its marks."""

    def __init__(self) -> None:
        self.lines: list[Line] = _NOTHING
        self.present = -1
        self._proto: Proto | None = None
        self._arrow = ""

    def update(self, frame: Frame | None) -> None:
        """Show the function of a frame."""
        proto = None if frame is None or frame.closure is None else frame.closure.proto
        if proto is not self._proto:
            self.lines = _NOTHING if proto is None else _disassembled(proto)
        self._proto = proto
        self.present = -1 if proto is None or frame is None else frame.pc
        self._arrow = "▶" if frame is not None and frame.innermost else "▷"

    def line(self, at: int) -> Line:
        """A row with the marks of the present instruction and of a breakpoint."""
        planted = self._proto is not None and self._proto.code[at] == BREAK
        if not planted and at != self.present:
            return self.lines[at]
        arrow = self._arrow if at == self.present else " "
        return [("breakpoint", "●" if planted else " "), ("now", arrow), *self.lines[at][1:]]


def _disassembled(proto: Proto) -> list[Line]:
    lines: list[Line] = []
    last = -1
    for one in disassemble(proto):
        source = f"{one.line:>5}" if one.line != last else "     "
        last = one.line
        line: Line = [
            ("", "  "), ("faint", f"{one.pc:>4}"), ("number", source + "  "), ("keyword", f"{one.name:<10} "),
            ("", f"{one.operands:<11}"),
        ]
        if one.comment:
            line.append(("comment", f" ; {one.comment}"))
        lines.append(line)
    return lines
