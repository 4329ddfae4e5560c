"""The present moment as the panes show it: the call frames through all waiting coroutines, and the selected one."""

from dataclasses import dataclass

from debugger import inspection
from debugger.inspection import Frame
from debugger.session import Session
from engine.runtime import tostring
from engine.runtime.coroutine import Coroutine
from tui.spans import Line


@dataclass(frozen=True)
class FrameRow:
    """A row of the frames pane: a frame, or (`frame` is None) the coroutine that the following frames belong to."""

    coroutine: Coroutine
    frame: Frame | None


class Moment:
    """The frames at the present moment, the innermost first, and the selected one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.rows: list[FrameRow] = []
        self.selected = 0
        self.refresh()

    def refresh(self) -> None:
        """Look again, and select the innermost Lua function."""
        machine = self.session.machine
        chain = inspection.coroutines(machine)
        self.rows = []
        for co in chain:
            frames = self.session.frames(co)
            if len(chain) > 1:
                self.rows.append(FrameRow(co, None))
            self.rows += [FrameRow(co, frame) for frame in frames]
        lua = (at for at, row in enumerate(self.rows) if row.frame is not None and row.frame.closure is not None)
        self.selected = next(lua, 0)

    @property
    def frame(self) -> Frame | None:
        """The selected frame; None when no function runs."""
        return self.rows[self.selected].frame if self.selected < len(self.rows) else None

    @property
    def is_innermost(self) -> bool:
        """Whether the selected frame is the one that runs."""
        frame = self.frame
        return frame is not None and all(row.frame is None for row in self.rows[: self.selected])

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


def frame_lines(moment: Moment) -> list[Line]:
    """The rows of the frames pane."""
    names = [frame_name(row.frame) for row in moment.rows if row.frame is not None]
    room = min(max((len(name) for name in names), default=0), 28)
    lines: list[Line] = []
    number = 0
    innermost = True
    for at, row in enumerate(moment.rows):
        if row.frame is None:
            lines.append(_coroutine_line(moment.session, row.coroutine))
            continue
        frame = row.frame
        sign = "▶" if innermost else "▷" if at == moment.selected else " "
        innermost = False
        role = "faint" if frame.closure is None else "call" if at == moment.selected else "name"
        name = f"{frame_name(frame):<{room}}"
        lines.append([("now", f" {sign} "), ("faint", f"{number} "), (role, name), ("faint", f"  {place(frame)}")])
        number += 1
    return lines or [[("faint", " no function runs: the program has ended")]]


def _coroutine_line(session: Session, co: Coroutine) -> Line:
    machine = session.machine
    name = "main" if co is machine.main else tostring.tostring_basic(co).decode().replace("thread: ", "coroutine ")
    state = "running" if co is machine.current else "waits for the one above"
    return [("heading", f"── {name} "), ("faint", f"({state})")]
