"""Notes the errors that something catches, while a run is played: where each was raised, and what caught it.

The errors of one place that one place catches are noted once, and counted.  Relies on `Machine.on_error`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from debugger import inspection
from debugger.inspection import Frame
from debugger.observing.seen import CaughtSeen, FrameSeen
from engine.host.caught import is_caught
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaError
from engine.vm import unwinding
from engine.vm.machine import Machine

MOST_ERRORS: Final = 10_000
"""Errors that are looked at."""
MOST_FRAMES: Final = 50


class CaughtErrors:
    """The caught errors of one machine."""

    def __init__(
        self,
        machine: Machine,
        show: Callable[[object, int], str],
        goes_through: Callable[[Coroutine, int, str | None], None],
    ) -> None:
        """`goes_through` is told of each error: the coroutine, the level above which it ends calls, its message."""
        self._machine: Final = machine
        self._show: Final = show
        self._goes_through: Final = goes_through
        self._found: Final[dict[tuple[FrameSeen | None, FrameSeen | None], CaughtSeen]] = {}
        self._count = 0
        self._before: Final = machine.on_error
        machine.on_error = self._raised

    def seen(self) -> list[CaughtSeen]:
        """What was caught, in the order of the first time."""
        return list(self._found.values())

    def _raised(self, error: LuaError) -> bool:
        stops = self._before is not None and self._before(error)
        self._count += 1
        co = self._machine.current
        if self._count <= MOST_ERRORS and co is not None:
            value = error.value
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else None
            self._goes_through(co, int(unwinding.catcher(co)), text)
            if is_caught(co):
                self._note(value, text)
        return stops

    def _note(self, value: object, message: str | None) -> None:
        frames, catching = self._frames()
        raising = next((one for one in frames if one.line > 0), None)
        known = self._found.get((raising, catching))
        if known is not None:
            known.count += 1
            return
        text = self._show(value, 200) if message is None else message
        self._found[raising, catching] = CaughtSeen(text, int(self._machine.t) - 1, frames, catching)

    def _frames(self) -> tuple[list[FrameSeen], FrameSeen | None]:
        """The functions that the error goes through, the innermost first, and the function that catches it."""
        found: list[FrameSeen] = []
        for frame, is_outside in self._walk():
            seen = FrameSeen(frame.source, _line(frame), frame.name)
            if is_outside and frame.closure is not None:
                return found, seen
            if len(found) < MOST_FRAMES and not is_outside:
                found.append(seen)
        return found, None

    def _walk(self) -> Iterator[tuple[Frame, bool]]:
        """All frames, and whether the error is caught before it gets there."""
        co: Coroutine | None = self._machine.current
        is_outside = False
        while co is not None:
            level = -1 if is_outside else int(unwinding.catcher(co))
            for frame in inspection.walk_frames(self._machine, co):
                yield frame, is_outside or frame.level <= level
            is_outside = True
            co = co.resumer


def _line(frame: Frame) -> int:
    """The line that a frame stands at: the innermost is already past the instruction that raises."""
    if frame.innermost and frame.closure is not None:
        return int(frame.closure.proto.lines[max(frame.pc - 1, 0)])
    return frame.line
