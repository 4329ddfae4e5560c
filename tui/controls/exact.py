"""Breakpoints inside a line: at one of its columns, or on an instruction of the selected frame's function."""

from typing import TYPE_CHECKING

from debugger.breakpoints import Breakpoint
from debugger.source_names import file_key
from engine.compiler.proto import Proto
from tui import commands
from tui.views.breakpoints import inner_place

if TYPE_CHECKING:
    from tui.app import Debugger

Spot = commands.Break | commands.Clear


def is_inside(spot: Spot) -> bool:
    """Whether a place is of this kind."""
    return spot.column > 0 or spot.instruction >= 0


class NoSpot(Exception):  # noqa: N818  # it is an answer
    """There is no such instruction; the text is for the user."""


class Exact:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session

    def find(self, spot: Spot) -> list[Breakpoint]:
        """The breakpoints that are there.  Raises NoSpot."""
        breakpoints = self.session.breakpoints
        if spot.instruction >= 0:
            found = breakpoints.at_instruction(self._proto(spot.instruction), spot.instruction)
            return [one for one in found if one.is_exact and not one.column]
        source, line = self._place(spot)
        columns = breakpoints.columns(source, line)
        column = min(columns, key=lambda one: abs(one - spot.column), default=spot.column)
        return [
            one for one in breakpoints.exact()
            if (one.line, one.column) == (line, column) and file_key(one.source) == file_key(source)
        ]  # fmt: skip

    def set(self, wanted: commands.Break) -> str:
        """Set one, in the place of those that are there; how it is called.  Raises NoSpot and BadHitCondition."""
        before = self.find(wanted)
        session = self.session
        if wanted.instruction >= 0:
            proto = self._proto(wanted.instruction)
            added = session.set_instruction_breakpoint(proto, wanted.instruction, wanted.condition, wanted.hits)
        else:
            source, line = self._place(wanted)
            added = session.set_column_breakpoint(
                line, wanted.column, source, wanted.condition, wanted.hits, wanted.message
            )
        for one in before:
            session.breakpoints.remove_exact(one)
        text = f"{'log point' if wanted.message else 'breakpoint'} {inner_place(session, added)}"
        if added.column and added.column != wanted.column:
            text += f" (nothing stops at column {wanted.column})"
        return text

    def clear(self, spot: Spot) -> str:
        """Clear those that are there; how they were called, empty if there are none.  Raises NoSpot."""
        found = self.find(spot)
        text = f"breakpoint {inner_place(self.session, found[0])}" if found else ""
        for one in found:
            self.session.breakpoints.remove_exact(one)
        return text

    def _place(self, spot: Spot) -> tuple[str, int]:
        source = self.app.desk.source
        return source.source, spot.line or source.cursor_line

    def _proto(self, pc: int) -> Proto:
        frame = self.app.state.moment.frame
        if frame is None or frame.closure is None:
            raise NoSpot("select the frame of a Lua function first (2): its instructions are numbered from 0")
        proto = frame.closure.proto
        if pc >= len(proto.code):
            raise NoSpot(f"there is no instruction {pc}: {frame.name} has 0 to {len(proto.code) - 1} (see 5 code)")
        return proto
