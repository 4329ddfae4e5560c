"""Movements to where a place is written: reverse and forward data breakpoints.

Both stop before the step that writes, so that its instruction is the next one, and the place still has the value that
the step overwrites.  Every write counts, be it of the same value.  Relies on `engine.history.writes`, which reads what
a step wrote from the ring; a step that only a replay reaches is replayed first.
"""

from typing import Final

from debugger.motions import Motion
from debugger.mover import Mover
from debugger.places import renewed
from debugger.stops import Reason
from engine.history.writes import CELL, REGISTER, Place, back_to_write, forward_to_write
from engine.runtime.values import LuaClosure, creation_step

STRETCH: Final = 200_000
"""Steps that are executed at once before they are looked through."""


class WriteMotion(Motion):
    """What both directions share: the place, as the objects of the present moment have it."""

    def __init__(self, mover: Mover, place: Place, forward: bool) -> None:
        super().__init__(mover, forward)
        self.history = mover.history
        self.place: Place | None = place
        self.origin: int = mover.machine.t
        self.objects = -1  # the place may have been found at another moment

    def here(self) -> Place | None:
        """The place at the present moment; None if its object does not exist."""
        objects = self.history.objects
        if self.place is not None and objects != self.objects:
            self.objects = objects
            self.place = renewed(self.machine, self.place)
        return self.place

    def cancel(self) -> None:
        self.history.seek(self.origin)


class LastWrite(WriteMotion):
    """Backward to the last write, to the step that made the object (CREATED), or to the oldest moment.

    A local that closures share lives in a cell, made when the local already had its value: beyond the making of the
    cell it is the register that is looked at.
    """

    def __init__(self, mover: Mover, place: Place) -> None:
        super().__init__(mover, place, False)
        self.born = place.born
        self.created = creation_step(place.born)  # the step that made the object

    def advance(self, budget: int) -> Reason | None:
        history = self.history
        machine = self.machine
        oldest = max(history.oldest, self.created)
        if machine.t <= oldest:
            return self._at_creation() if self.created > history.oldest else Reason.OLDEST
        if machine.t <= history.at_hand[0]:
            history.seek_before(history.end_of_writes(machine.t, self.born))
        place = self.here()
        if place is None:
            return Reason.CREATED
        history.keep_live_pc()
        if back_to_write(machine, max(history.at_hand[0], oldest, machine.t - budget), place):
            return Reason.WRITE
        return None


    def _at_creation(self) -> Reason | None:
        """The object's first moment: go to before the instruction that makes it."""
        place = self.here()
        self.history.step_back()
        if place is None or place.kind != CELL:
            return Reason.CREATED
        co = self.machine.current
        function = co.functions[co.depth]
        assert isinstance(function, LuaClosure)
        register = function.proto.original[co.pcs[co.depth]] >> 8 & 0xFF
        self.place = Place(REGISTER, co, None, co.base(co.depth) + register)
        self.objects = self.history.objects
        self.born = self.place.born
        self.created = creation_step(self.born)
        return None


class NextWrite(WriteMotion):
    """Forward to the next write, or to where the program ends.  That of the present instruction is passed."""

    def __init__(self, mover: Mover, place: Place) -> None:
        super().__init__(mover, place, True)

    def advance(self, budget: int) -> Reason | None:
        history = self.history
        machine = self.machine
        if machine.t == self.origin and (ended := self.mover.step(True)) is not None:
            return ended
        start = machine.t
        limit = start + min(budget, STRETCH)
        reason: Reason | None = None
        if history.in_past:
            history.record_up_to(min(limit, history.newest))
        else:
            reason = self.mover.travel(limit)
        end = machine.t
        place = self.here()
        if place is None:
            return Reason.PAUSE
        history.keep_live_pc()
        history.go_back_at_hand(start)
        return Reason.WRITE if forward_to_write(machine, end, place) else reason
