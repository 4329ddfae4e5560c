"""Into one of the calls of a line, and back to where a function began."""

from typing import TYPE_CHECKING

from debugger.inspection import Frame
from debugger.stopping_places import named_calls

if TYPE_CHECKING:
    from tui.app import Debugger


class Calling:
    def __init__(self, app: "Debugger") -> None:
        self.app = app
        self.session = app.session
        self.travel = app.travel

    def to_frame_start(self) -> None:
        """Back to where the function of the selected frame began."""
        frame = self.app.state.moment.frame
        if self.travel.is_busy():
            return
        if frame is None or frame.closure is None:
            self.app.say("select the frame of a Lua function first (2)", "error")
            return
        self.travel.move("to the frame's start", self.session.motion_frame_start(frame), False, jump=True)

    def into_call(self) -> None:
        """Into the call that is picked on the present line, or its only one; of several the user is asked which."""
        calls = self._calls()
        if calls is None:
            return
        frame, found = calls
        source = self.app.desk.source
        column = source.column if source.cursor_line == frame.line and source.source == frame.source else 0
        if column and frame.closure is not None:
            columns = frame.closure.proto.columns
            found = [(pc, name) for pc, name in found if columns[pc] == column]
        if not found:
            self.app.say("from here on, nothing is called there: n steps over the line", "error")
        elif len(found) == 1:
            self._go(*found[0])
        else:
            self.app.asking.ask("step")
            self.app.say(f"into which call? {', '.join(name for _, name in found)}", "note")

    def step_into(self, name: str) -> None:
        """Into the call of a function on the present line, over the calls before it."""
        calls = self._calls()
        if not name or calls is None:
            return
        found = [pc for pc, called in calls[1] if called == name.rpartition(".")[2].rpartition(":")[2]]
        if found:
            self._go(found[0], name)
        else:
            shown = ", ".join(called for _, called in calls[1]) or "nothing"
            self.app.say(f"from here on, this line does not call {name}: it calls {shown}", "error")

    def names(self) -> list[str]:
        """What the rest of the present line calls."""
        calls = None if self.travel.driver.running else self._look()
        return [] if calls is None else list(dict.fromkeys(name for _, name in calls[1]))

    def _calls(self) -> tuple[Frame, list[tuple[int, str]]] | None:
        """The innermost frame and the calls on the rest of its line; None, and the user is told, if there is none."""
        if self.travel.is_busy():
            return None
        calls = self._look()
        if calls is None:
            self.app.say("no Lua function runs here", "error")
        return calls

    def _look(self) -> tuple[Frame, list[tuple[int, str]]] | None:
        frame = next(iter(self.session.frames(limit=1)), None)
        if frame is None or frame.closure is None:
            return None
        return frame, named_calls(frame.closure.proto, frame.pc, self.session.machine.dialect)

    def _go(self, pc: int, name: str) -> None:
        self.travel.move(f"step into {name}", self.session.motion_step_into_call(pc))
