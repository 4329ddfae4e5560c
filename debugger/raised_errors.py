"""The errors that the program has raised so far: when, whether something catches each, and with which value.

Written down as they are raised for the first time (`Machine.on_error`), so that those of the past are known without
a search.  The moment of an error is that before the instruction which raises it: there its variables are still to be
seen.  An error that nothing catches ends the program, and is no moment here but the end.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from engine.host.caught import is_caught
from engine.runtime.values import LuaError
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
        self._is_recorded = False
        self.stops = False
        self.is_news = False
        machine.on_error = self._raised

    def take_recorded(self, moments: Iterable[int]) -> None:
        """The run is a recorded one, all of which is past: these are the moments of all its caught errors, in order."""
        self._moments = array("q", moments)
        self._is_recorded = True

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
        if (machine.replaying and not self._is_recorded) or not is_caught(machine.current):
            return False
        moment = int(machine.t) - 1
        if not self._moments or self._moments[-1] < moment:
            self._moments.append(moment)
        self._values[moment] = error.value
        if len(self._values) > VALUES_KEPT:
            self._values.popitem(last=False)
        self.is_news = self.stops
        return self.stops
