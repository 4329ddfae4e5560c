"""The registers of a frame, and which of them its present instruction reads and writes."""

from debugger import inspection, values
from debugger.inspection import Frame
from debugger.values import Formatter
from engine.compiler.disassembler import reads_and_writes
from tui.spans import Line
from tui.views.values import Seen, seen, value_line

Key = tuple[tuple[int, int, int], int]
"""A frame's identity and a register's index."""


class Registers:
    """The registers of one frame after another, with what has changed."""

    def __init__(self, formatter: Formatter) -> None:
        self.formatter = formatter
        self._before: dict[Key, Seen] = {}

    def remember(self, frames: list[Frame]) -> None:
        self._before = {
            (frame.identity, register.index): seen(self.formatter, register.value)
            for frame in frames
            for register in inspection.registers(frame)
        }

    def lines(self, frame: Frame | None, is_marked: bool = True) -> tuple[list[Line], int]:
        """The rows, and the first one that the instruction is about; `is_marked`: what that reads and writes is."""
        if frame is None or frame.closure is None:
            return [[("faint", " no Lua function")]], 0
        reads, writes = reads_and_writes(frame.closure.proto, frame.pc) if is_marked else ((), ())
        registers = inspection.registers(frame)
        room = min(max((len(register.name) for register in registers), default=0), 16)
        lines: list[Line] = []
        for register in registers:
            index = register.index
            before = self._before.get((frame.identity, index))
            lines.append(
                [
                    ("read", " r" if index in reads else "  "),
                    ("write", "w " if index in writes else "  "),
                    ("faint", f"R{index:<3} "),
                    ("name", f"{register.name:<{room}}"),
                    ("faint", f" {values.type_of(register.value)[:8]:<8} "),
                    *value_line(seen(self.formatter, register.value), before),
                ]
            )
        return lines, min((*writes, *reads), default=0)
