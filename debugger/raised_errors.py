"""The errors that the program has raised so far: when, whether something catches each, and with which value.

Written down as they are raised for the first time (`Machine.on_error`), so that those of the past are known without
a search.  The moment of an error is that before the instruction which raises it: there its variables are still to be
seen.  An error that nothing catches ends the program, and is no moment here but the end.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaError, NativeFunction
from engine.vm import operations, unwinding
from engine.vm.machine import Machine

VALUES_KEPT: Final = 10_000
"""Error values that are kept, those of the errors raised last."""


@dataclass(frozen=True)
class ErrorFilter:
    """Which errors are to stop a movement: caught ones, uncaught ones, or both; `condition` has the value as `err`."""

    caught: bool
    uncaught: bool
    condition: str = ""


class RaisedErrors:
    """Notes what a machine raises.  While `stops` is set, execution pauses after each, and `is_news` says so."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._moments = array("q")  # of the caught ones, in order
        self._values: OrderedDict[int, object] = OrderedDict()  # by moment
        self.stops = False
        self.is_news = False
        machine.on_error = self._raised

    def between(self, first: int, last: int) -> list[int]:
        """The moments of caught errors from `first` to `last`, both included."""
        return list(self._moments[bisect_left(self._moments, first) : bisect_right(self._moments, last)])

    def is_at(self, t: int) -> bool:
        """Whether the next instruction at moment `t` raises an error that is caught."""
        at = bisect_left(self._moments, t)
        return at < len(self._moments) and self._moments[at] == t

    def value_at(self, t: int) -> object:
        """The value of the error of a moment; None also where it is no longer kept."""
        return self._values.get(t)

    def forget_after(self, t: int) -> None:
        """The run after moment t has been given up."""
        del self._moments[bisect_left(self._moments, t) :]
        for moment in [one for one in self._values if one >= t]:
            del self._values[moment]

    def save(self) -> object:
        """What belongs to the branch of time that is active."""
        return self._moments[:], self._values.copy()

    def restore(self, saved: object) -> None:
        """Another branch is active, with what `save` returned for it."""
        assert isinstance(saved, tuple)
        self._moments, self._values = saved[0][:], saved[1].copy()

    def _raised(self, error: LuaError) -> bool:
        machine = self._machine
        if machine.replaying or not _is_caught(machine.current):
            return False
        moment = int(machine.t) - 1
        if not self._moments or self._moments[-1] < moment:
            self._moments.append(moment)
        self._values[moment] = error.value
        if len(self._values) > VALUES_KEPT:
            self._values.popitem(last=False)
        self.is_news = self.stops
        return self.stops


def _is_caught(co: Coroutine | None) -> bool:
    """Whether something catches an error that a coroutine raises: a `pcall`, or the `resume` of a coroutine."""
    while co is not None:
        level = int(unwinding.catcher(co))
        function = co.functions[level] if level >= 0 else None
        if isinstance(function, NativeFunction):
            return function.operation != operations.OP_HOST
        co = co.resumer
        waiting = co.functions[co.depth] if co is not None and co.depth >= 0 else None
        if isinstance(waiting, NativeFunction) and waiting.operation == operations.OP_RESUME:
            return True
    return False
