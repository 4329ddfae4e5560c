"""The values of a chosen visit of a line: what the variables were, line by line, until the line begins again.

Of a loop whose body begins with that line it is one iteration, of a function one call.  Relies on a mover, of a
machine that stands at its entry, and on its breakpoints.
"""

from typing import Final

from debugger import inspection
from debugger.breakpoints import Breakpoint
from debugger.mover import Mover, line_of
from debugger.observing.observer import STRETCH
from debugger.values import Formatter
from engine.history import walking
from engine.history.event_log import Divergence, EndOfRecording
from engine.runtime.coroutine import DEAD, Coroutine

_LONGEST: Final = 60
_MOST_LOOKS: Final = 20_000
"""Stops inside one visit: a line of it may hold a loop of its own."""


class Iteration:
    """Plays to visit `number` of a line (from 1), and on to where it ends; `first` to `last` are its lines.

    `values` has the variables of each line that was executed, as texts, as the line left them.  `t` is the moment of
    the visit; it stays -1 if there was none.
    """

    def __init__(
        self, mover: Mover, formatter: Formatter, source: str, line: int, number: int, first: int, last: int
    ) -> None:
        self.number: Final = number
        self.t = -1
        self.values: dict[int, dict[str, str]] = {}
        self._mover = mover
        self._machine = mover.machine
        self._show = formatter.show
        self._source = source
        self.line: Final = line
        self._range = range(first, last + 1)
        self._goal = mover.breakpoints.add_temporary(source, line)
        self._visits = 0
        self._planted: list[Breakpoint] = []
        self._co: Coroutine | None = None
        self._level = -1
        self._at = 0  # the line that is being executed
        self._live: dict[str, object] = {}  # which variable each name meant when they were looked at last
        self._left = _MOST_LOOKS

    def advance(self, looks: int = 1_000) -> bool:
        """Go on past so many stops, or STRETCH steps; whether it is over."""
        machine, mover = self._machine, self._mover
        limit = machine.t + STRETCH
        done = False
        try:
            while not done and looks > 0 and machine.t < limit:
                if mover.end_reason() is not None:
                    done = True
                elif walking.at_breakpoint(machine) and mover.starts_line():
                    looks -= 1
                    done = self._look()
                if not done:
                    mover.stretch(limit, self._co, self._level - 1)
                    done = self._is_left()
        except (Divergence, EndOfRecording):
            done = True
        if done:
            for one in (self._goal, *self._planted):
                mover.breakpoints.remove_temporary(one)
        return done

    def finish(self) -> "Iteration":
        """Play to the end of the visit."""
        while not self.advance():
            pass
        return self

    def _is_left(self) -> bool:
        """Whether the visit's frame is gone."""
        co = self._co
        return co is not None and (co.depth < self._level or co.status >= DEAD)

    def _look(self) -> bool:
        machine = self._machine
        co = machine.current
        if self._co is None:
            self._visits += 1
            if self._visits == self.number:
                self._begin(co)
            return False
        self._left -= 1
        if co is not self._co or co.depth != self._level:
            return self._left <= 0
        line = line_of(co, self._level)
        before = self._live
        variables = self._variables()
        for name, text in variables.items():
            # A variable whose block is over keeps its value, also if another of its name is visible now.
            if before.get(name, self._live[name]) == self._live[name]:
                self.values[self._at][name] = text
        if line == self.line or line not in self._range or self._left <= 0:
            return True
        self._at = line
        self.values.setdefault(line, {}).update(variables)
        return False

    def _begin(self, co: Coroutine) -> None:
        self._co = co
        self._level = co.depth
        self._at = self.line
        self.t = int(self._machine.t)
        self.values[self.line] = self._variables()
        breakpoints = self._mover.breakpoints
        # Lines around the visit too: one of them begins when it is over.
        for line in sorted(breakpoints.lines(self._source)):
            self._planted.append(breakpoints.add_temporary(self._source, line))

    def _variables(self) -> dict[str, str]:
        frame = next(inspection.walk_frames(self._machine))
        visible = inspection.visible_variables(frame)
        self._live = {name: one.register if one.cell is None else one.cell for name, one in visible.items()}
        return {name: self._show(variable.value, _LONGEST) for name, variable in visible.items()}
