"""Movements that also stop before a step that writes to or reads one of some places: around any other movement, in both
directions (see `data_breakpoints`).

Forward, what the other movement has passed is looked through after each slice.  Backward it is known at its end where
it leads, and the writes after that are looked for, the last one first.  What the instruction reads and writes where the
movement begins is passed.
"""

from collections.abc import Generator

from debugger.breakpoints import Trap
from debugger.data_breakpoints import STRETCH, DataBreakpoint, DataBreakpoints, stretches
from debugger.hit_counts import work_on
from debugger.motions import Motion
from debugger.mover import Mover
from debugger.places import Tracked
from debugger.stops import Reason
from debugger.write_motions import LastWrite


def stopping_at_data(mover: Mover, way: Motion, watched: DataBreakpoints) -> Motion:
    """A movement that ends where `way` does, unless there is a write or read before."""
    return _Forward(mover, way, watched) if way.forward else _Backward(mover, way, watched)


class _Stopping(Motion):
    """A movement with traps at what is read, as long as it lasts.  Abstract: each direction says how it goes on."""

    def __init__(self, mover: Mover, way: Motion, watched: DataBreakpoints) -> None:
        super().__init__(mover, way.forward)
        self._way = way
        self._watched = watched
        self._origin: int = mover.machine.t
        self._end = self._origin  # where the way has come
        self._reason: Reason | None = None  # why it is over
        self._set: list[DataBreakpoint] = []  # those that the traps are for
        self._traps: list[Trap] = []
        self._counting: Generator[bool, None, None] | None = None

    def advance(self, budget: int) -> Reason | None:
        try:
            if self._set is not self._watched.all:  # they may be changed on the way
                self._release()
                self._plant()
            reason = self._go_on(budget)
        except BaseException:
            self._release()
            raise
        if reason is not None:
            self._release()
        return reason

    def _go_on(self, budget: int) -> Reason | None:
        """A slice of the movement, with the traps set; the reason, if it is over.  Each direction has its own."""
        raise NotImplementedError  # abstract

    def _go(self, budget: int) -> None:
        """Advance on the way.  A trap where nothing else stops makes a READ."""
        reason = self._way.advance(budget)
        is_trap = reason is Reason.BREAKPOINT and self._is_at_trap_alone()
        self._reason = Reason.READ if is_trap else reason
        self._end = self.machine.t

    def _count(self, end: int) -> bool:
        """Count hits before a moment, where their numbers matter: a slice of that work.  Whether all are counted.

        Until they are, the machine is anywhere.
        """
        self._counting = self._counting or self._watched.counting(end)
        is_done = work_on(self._counting)
        if is_done:
            self._counting = None
        return is_done

    def _kind(self) -> Reason:
        """The reason for a stop at a hit at the present moment."""
        return Reason.READ if self._watched.is_read() else Reason.WRITE

    def _is_at_trap_alone(self) -> bool:
        if not self._traps:
            return False
        mover = self.mover
        others = [one for one in mover.breakpoints_here() if one not in self._traps]
        return not any(mover.meets(one) and mover.holds(one) and mover.stops(one) for one in others)

    def _plant(self) -> None:
        self._set = self._watched.all
        self._traps = self._watched.traps()
        for trap in self._traps:
            self.mover.breakpoints.add_trap(trap)

    def _release(self) -> None:
        for trap in self._traps:
            self.mover.breakpoints.remove_temporary(trap)
        self._traps = []
        if self._counting is not None:
            self._counting.close()
            self._counting = None


class _Forward(_Stopping):
    def __init__(self, mover: Mover, way: Motion, watched: DataBreakpoints) -> None:
        super().__init__(mover, way, watched)
        self._seen = self._origin  # up to here all has been looked through

    def _go_on(self, budget: int) -> Reason | None:
        if self._seen == self._end and self._reason is None:
            self._go(min(budget, STRETCH))
        if not self._count(self._end):
            return None
        found = self._find(max(self._seen, self._origin + 1), self._end)
        self._seen = self._end
        if found is not None and self._reason is None:
            self._way.cancel()
        return self._reason if found is None else found

    def _find(self, start: int, end: int) -> Reason | None:
        """Go to the first write or counted hit in a stretch that has been executed; to its end, if there is none."""
        history = self.mover.history
        hit = min((first for first, _ in self._watched.stops_between(start, end)), default=end)
        watched = self._watched.written()
        if watched:
            for first, last in stretches(history, start, hit):
                found = last
                for one in watched:
                    found = next(self._watched.writes(one, first, found), found)
                history.go_back_at_hand(found)
                if found < last:
                    return Reason.WRITE
        history.seek(hit)
        return self._kind() if hit < end else None

    @property
    def reached(self) -> int:
        return self._seen

    def cancel(self) -> None:
        self._way.cancel()
        self._release()
        self.mover.history.seek(self._end)


class _Backward(_Stopping):
    def __init__(self, mover: Mover, way: Motion, watched: DataBreakpoints) -> None:
        super().__init__(mover, way, watched)
        self._left: list[DataBreakpoint] | None = None  # whose writes are to be looked for; None before that begins
        self._search: LastWrite | None = None

    def _go_on(self, budget: int) -> Reason | None:
        if self._reason is None:
            self._go(budget)
        elif self._left is None:
            if self._count(self._origin):
                self._take_hit()
                self._left = self._watched.written()
        elif self._search is not None:
            self._look(self._search, self._left, budget)
        elif self._left:
            self._search = self._search_for(self._left[-1].place)
            if self._search is None:
                self._left.pop()
        else:
            self.mover.history.seek(self._end)
            return self._reason
        return None

    @property
    def reached(self) -> int:
        """It is known at the end where it leads."""
        return self._origin

    def cancel(self) -> None:
        if self._reason is None:
            self._way.cancel()
        self._release()
        self.mover.history.seek(self._origin)

    def _ends_before(self, t: int) -> bool:
        """Whether a hit at a moment is met before the movement ends."""
        return t > self._end or (t == self._end and self._reason is Reason.OLDEST)

    def _take_hit(self) -> None:
        """End at the last of the counted hits."""
        hit = max((last for _, last in self._watched.stops_between(self._end, self._origin)), default=-1)
        if self._ends_before(hit):
            self.mover.history.seek(hit)
            self._end, self._reason = hit, self._kind()

    def _search_for(self, place: Tracked) -> LastWrite | None:
        """A search that begins where the movement does; at the end of the program, before its stack is gone."""
        history = self.mover.history
        history.seek(self._origin)
        found = place.now()
        if found is None and self._end < self._origin:
            history.step_back()
            found = place.now()
        return None if found is None else LastWrite(self.mover, place, self._end)

    def _look(self, search: LastWrite, left: list[DataBreakpoint], budget: int) -> None:
        """Look further back for a write, no further than to where the movement ends."""
        reason = search.advance(budget)
        if reason is None:
            return
        one = left[-1]
        t: int = self.machine.t
        if reason is Reason.WRITE and self._ends_before(t):
            place = one.place.now()
            if place is None or not self._watched.is_write(one, place):
                self.mover.history.seek(t)
                self._search = LastWrite(self.mover, one.place, self._end)  # on, from here
                return
            self._end, self._reason = t, reason
        self._search = None
        left.pop()
