"""The present moment as the panes show it: the call frames through all waiting coroutines, and the selected one."""

from dataclasses import dataclass
from typing import Final

from debugger import inspection, values
from debugger.inspection import Frame
from debugger.session import Session
from engine.runtime.coroutine import Coroutine
from tui.spans import Line

PAGE: Final = 100
"""Frames of a coroutine that are shown at once: a stack may be half a million deep."""

_ARGUMENT: Final = 12  # characters of an argument


@dataclass(frozen=True)
class FrameRow:
    """A row of the frames pane: a frame, the coroutine that the following frames belong to (`frame` is None), or how
    many frames more there are."""

    coroutine: Coroutine
    frame: Frame | None
    more: int = 0


class Moment:
    """The frames at the present moment, the innermost first, and the selected one.

    A coroutine that waits for nobody can be `visited`: its frames come after those that run.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.rows: list[FrameRow] = []
        self.selected = 0
        self.visited: Coroutine | None = None
        self._limit = PAGE
        self.refresh()

    def refresh(self) -> None:
        """Look again, and select the innermost Lua function."""
        self.visited = None
        self._limit = PAGE
        self._read()
        self.selected = self._first_lua(0)

    def visit(self, co: Coroutine) -> None:
        """Select the innermost Lua function of a coroutine."""
        chain = inspection.coroutines(self.session.machine)
        self.visited = None if co in chain else co
        self._read()
        start = next((at for at, row in enumerate(self.rows) if row.coroutine is co), 0)
        self.selected = self._first_lua(start)

    def show_more(self) -> None:
        """The next page of frames."""
        self._limit *= 4
        self._read()

    def _read(self) -> None:
        machine = self.session.machine
        chain = inspection.coroutines(machine)
        shown = chain if self.visited is None else [*chain, self.visited]
        self.rows = []
        for co in shown:
            frames = self.session.frames(co, self._limit)
            if len(shown) > 1:
                self.rows.append(FrameRow(co, None))
            self.rows += [FrameRow(co, frame) for frame in frames]
            if len(frames) == self._limit and frames[-1].level > 1:
                self.rows.append(FrameRow(co, None, frames[-1].level - 1))

    def _first_lua(self, start: int) -> int:
        lua = (
            at for at, row in enumerate(self.rows)
            if at >= start and row.frame is not None and row.frame.closure is not None
        )
        return next(lua, start)

    @property
    def frame(self) -> Frame | None:
        """The selected frame; None when no function runs."""
        return self.rows[self.selected].frame if self.selected < len(self.rows) else None

    @property
    def is_innermost(self) -> bool:
        """Whether the selected frame is the one that runs."""
        frame = self.frame
        return frame is not None and all(row.frame is None for row in self.rows[: self.selected])

    @property
    def is_first(self) -> bool:
        """Whether the selected frame is the innermost Lua function of all."""
        return self.selected == self._first_lua(0)

    def select(self, at: int) -> bool:
        """Select the frame in a row; False if there is none in it."""
        if not 0 <= at < len(self.rows) or self.rows[at].frame is None:
            return False
        self.selected = at
        return True

    def neighbour(self, outward: bool) -> int | None:
        """The row of the caller (outward) or callee of the selected frame."""
        step = 1 if outward else -1
        at = self.selected + step
        while 0 <= at < len(self.rows):
            if self.rows[at].frame is not None:
                return at
            at += step
        return None


def frame_name(frame: Frame) -> str:
    """The function's name; one that has none is named by its place, without directories."""
    return frame.name.replace(f"<{frame.source}:", f"<{short_name(frame.source)}:")


def place(frame: Frame) -> str:
    """`file.lua:12`, without directories."""
    return f"{short_name(frame.source)}:{frame.line}" if frame.source else "built in"


def short_name(source: str) -> str:
    """A file's name without directories; of a chunk from a string its first line."""
    first = source.splitlines()[0] if source else ""
    return first.rpartition("/")[2] or first


def arguments(session: Session, frame: Frame) -> str:
    """The parameters of a function with their present values, as far as they are not captured by another local."""
    closure = frame.closure
    if closure is None:
        return ""
    found = [variable for variable in inspection.local_variables(frame) if variable.register < closure.proto.parameters]
    shown = [f"{one.name}={_brief(session, one.value)}" for one in found[: closure.proto.parameters]]
    if closure.proto.is_vararg and closure.proto.line:
        extra = inspection.extra_arguments(frame)
        shown += [_brief(session, one.value) for one in extra[:3]] + (["…"] if len(extra) > 3 else [])
    return ", ".join(shown)


def _brief(session: Session, value: object) -> str:
    if values.type_of(value) in ("table", "function", "userdata", "thread"):
        return {"table": "{…}", "function": "fn"}.get(values.type_of(value), values.type_of(value))
    return session.formatter.show(value, _ARGUMENT)


def frame_lines(moment: Moment) -> list[Line]:
    """The rows of the frames pane."""
    lines: list[Line] = []
    number = 0
    innermost = True
    for at, row in enumerate(moment.rows):
        frame = row.frame
        if frame is None and row.more:
            lines.append([("faint", f"   … {row.more:,} frames more: Enter shows them")])
        elif frame is None:
            number = 0
            lines.append(_coroutine_line(moment.session, row.coroutine))
        else:
            sign = "▶" if innermost else "▷" if at == moment.selected else " "
            innermost = False
            role = "faint" if frame.closure is None else "call" if at == moment.selected else "name"
            line: Line = [("now", f" {sign} "), ("faint", f"{number} "), (role, frame_name(frame))]
            line.append(("faint", f"  {place(frame)}"))
            if given := arguments(moment.session, frame):
                line.append(("operator", f"  ({given})"))
            lines.append(line)
            number += 1
    return lines or [[("faint", " no function runs: the program has ended")]]


def coroutine_name(session: Session, co: Coroutine) -> str:
    return name_of_coroutine(session, int(co.born))


def name_of_coroutine(session: Session, born: int) -> str:
    """By its identity, which is its address in what the program prints."""
    return "main" if born == int(session.machine.main.born) else f"coroutine 0x{born:x}"


def _coroutine_line(session: Session, co: Coroutine) -> Line:
    machine = session.machine
    status = values.coroutine_status(machine, co)
    state = status if status == "suspended" else "running" if co is machine.current else "waits for the one above"
    return [("heading", f"── {coroutine_name(session, co)} "), ("faint", f"({state})")]
