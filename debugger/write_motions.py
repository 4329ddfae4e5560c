"""Movements to where a place is written: reverse and forward data breakpoints.

Both stop before the step that writes, so that its instruction is the next one, and the place still has the value that
the step overwrites.  Every write counts, be it of the same value.  What undo and redo reach is read from the ring
(`engine.history.writes`); what only a replay reaches is searched epoch by epoch (`write_search`), and epochs that
cannot have written are passed over.
"""

from typing import Final

from debugger.motions import Motion
from debugger.mover import Mover
from debugger.places import Tracked
from debugger.stops import Reason
from debugger.write_search import (
    FrameRegister,
    RegisterSearch,
    WatchSearch,
    frame_register,
    verified,
)
from engine.history.writes import CELL, REGISTER, Place, back_to_write, forward_to_write
from engine.runtime.values import LuaClosure

STRETCH: Final = 200_000
"""Steps that are executed at once before they are looked through."""


class LastWrite(Motion):
    """Backward to the last write, to the step that made the object (CREATED), or to the oldest moment.

    No further than to `floor`, where it ends with OLDEST.  A local that closures share lives in a cell, made when the
    local already had its value: beyond the making of the cell it is the register that is looked at.
    """

    def __init__(self, mover: Mover, tracked: Tracked, floor: int = 0) -> None:
        super().__init__(mover, False)
        self.history = mover.history
        self.tracked = tracked
        self.kind = tracked.kind
        self.floor = floor
        self.origin: int = mover.machine.t
        self._search: WatchSearch | RegisterSearch | None = None
        self._found: list[int] | None = None  # the steps that the search has found, if it is over
        self._entered = -1

    def advance(self, budget: int) -> Reason | None:
        if self._found is not None:
            return self._look_at_found()
        if self._search is not None:
            return self._search_on(budget)
        history = self.history
        machine = self.machine
        oldest = self._oldest()
        if machine.t <= oldest:
            return self._at_creation() if self.tracked.created == oldest > history.oldest else Reason.OLDEST
        if machine.t > history.at_hand[0]:
            place = self.tracked.now()
            if place is None:
                return Reason.CREATED
            history.keep_live_pc()
            limit = max(history.at_hand[0], oldest, machine.t - budget)
            return Reason.WRITE if back_to_write(machine, limit, place) else None
        self._begin_search()
        return None

    def _oldest(self) -> int:
        """The moment before which there is nothing to look for."""
        return max(self.history.oldest, self.tracked.created, self.floor)

    def cancel(self) -> None:
        if self._search is not None:
            self._search.cancel()
        self.history.seek(self.origin)

    def _begin_search(self) -> None:
        """Search the last epoch before here that may have written to the place."""
        history = self.history
        t = int(self.machine.t)
        register: FrameRegister | None = None
        if self.kind != REGISTER:
            end = history.end_of_writes(t, self.tracked.born)
        elif (register := self._frame_register()) is not None:
            end = register.end_of_visits(history)
        else:
            history.seek_before(t)  # look back through the ring, stretch by stretch
            return
        if end <= self._oldest():
            history.seek(self._oldest())
        elif register is None:
            self._search = WatchSearch(history, self.tracked, end)
        else:
            self._search = RegisterSearch(history, self.mover.breakpoints, register, end)

    def _frame_register(self) -> FrameRegister | None:
        place = self.tracked.now()
        return None if place is None else frame_register(place)

    def _search_on(self, budget: int) -> Reason | None:
        search = self._search
        assert search is not None
        if search.advance(budget):
            self._found = [step for step in search.steps() if step > max(search.start, self.floor)]
            self._entered = search.entered if isinstance(search, RegisterSearch) else -1
        return None

    def _look_at_found(self) -> Reason | None:
        """Look at the last of the steps found; on to the epoch before if there is none left."""
        search = self._search
        assert search is not None
        assert self._found is not None
        if self._found:
            if verified(self.history, self.tracked, self._found.pop()):
                self.history.step_back()
                return Reason.WRITE
            return None
        # A frame's first values were written just before it was entered: that is for the ring to tell.
        self.history.seek(max(search.start, self._entered, self._oldest()))
        if self._entered > max(search.start, self._oldest()):
            self.history.seek_before(self._entered)
        self._search = self._found = None
        return None

    def _at_creation(self) -> Reason | None:
        """The object's first moment: go to before the instruction that makes it."""
        place = self.tracked.now()
        self.history.step_back()
        if place is None or place.kind != CELL:
            return Reason.CREATED
        co = self.machine.current
        function = co.functions[co.depth]
        assert isinstance(function, LuaClosure)
        register = function.proto.original[co.pcs[co.depth]] >> 8 & 0xFF
        self.tracked = Tracked(self.history, Place(REGISTER, co, None, co.base(co.depth) + register))
        self.kind = REGISTER
        return None


class NextWrite(Motion):
    """Forward to the next write, or to where the program ends.  That of the present instruction is passed."""

    def __init__(self, mover: Mover, tracked: Tracked) -> None:
        super().__init__(mover, True)
        self.history = mover.history
        self.tracked = tracked
        self.has_object = tracked.kind != REGISTER
        self.origin: int = mover.machine.t

    def advance(self, budget: int) -> Reason | None:
        history = self.history
        machine = self.machine
        if machine.t == self.origin and (ended := self.mover.step(True)) is not None:
            return ended
        if self.has_object and history.in_past:
            history.skip_without_writes(self.tracked.born)
        start = int(machine.t)
        # The object may be made in the stretch, or be out of the program's reach where that ends: ask on both sides.
        self.tracked.now()
        limit = start + min(budget, STRETCH)
        reason: Reason | None = None
        if history.in_past:
            history.record_up_to(min(limit, history.newest))
        else:
            reason = self.mover.travel(limit)
        end = machine.t
        place = self.tracked.now()
        history.keep_live_pc()
        history.go_back_at_hand(start)
        place = place or self.tracked.now()
        if place is not None and forward_to_write(machine, end, place):
            return Reason.WRITE
        history.seek(end)
        return reason

    def cancel(self) -> None:
        self.history.seek(self.origin)
