"""The VM instructions of a frame's function, with the present one."""

from debugger.inspection import Frame
from engine.compiler.disassembler import disassemble
from engine.compiler.opcodes import BREAK
from engine.compiler.proto import Proto
from tui.spans import Line


class Code:
    """The disassembly of one function after another; that of the last one is kept."""

    def __init__(self) -> None:
        self._proto: Proto | None = None
        self._lines: list[Line] = []

    def lines(self, frame: Frame | None) -> tuple[list[Line], int]:
        """The rows, and the one of the present instruction (-1: none)."""
        if frame is None or frame.closure is None:
            return [[("faint", " no Lua function")]], -1
        proto = frame.closure.proto
        if proto is not self._proto:
            self._proto = proto
            self._lines = _disassembled(proto)
        pc = frame.pc
        lines = list(self._lines)
        for at in range(len(lines)):
            planted = proto.code[at] == BREAK
            if planted or at == pc:
                dot = "●" if planted else " "
                arrow = ("▶" if frame.innermost else "▷") if at == pc else " "
                lines[at] = [("breakpoint", dot), ("now", arrow), *lines[at][1:]]
        return lines, pc


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
