"""The temporary breakpoint of "run to cursor": set for one movement, and everything as before afterwards."""

from dataclasses import replace

from debugger.session import Session
from debugger.stops import Reason, Stop


class TemporaryBreakpoint:
    """An unconditional breakpoint on a line, for one movement.  `line` must have code."""

    def __init__(self, session: Session, source: str, line: int) -> None:
        self.session = session
        self.source = source
        self.line = line
        self._before = session.breakpoints.at_line(source, line)
        session.set_breakpoint(line, source)

    def restore(self, stop: Stop) -> Stop:
        """Take it away; the stop as the user should see it, who has not set a breakpoint there."""
        if self._before is None:
            self.session.clear_breakpoint(self.line, self.source)
        else:
            self.session.set_breakpoint(self.line, self.source, *self._before.conditions)
        if stop.reason is Reason.BREAKPOINT and (stop.source, stop.line) == (self.source, self.line):
            return replace(stop, reason=Reason.STEP)
        return stop
