"""The history of a place: all the steps that wrote it, with what it was before and after; and those that read it.

The epochs that may have written are searched at the speed of execution (`write_search`); then each step found is looked
at.  Reads leave no trace, so every instruction that may read the place is stopped at.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace

from debugger.frame_variables import FrameVariable, variable_at
from debugger.motions import Motion
from debugger.place_reads import PlaceReads
from debugger.places import Tracked, value_of
from debugger.queries.context import Context, all_protos
from debugger.queries.query import Work
from debugger.queries.results import Moment, Read, Write
from debugger.queries.sweep import SLICE
from debugger.stops import Reason
from debugger.write_motions import LastWrite
from debugger.write_search import RegisterSearch, WatchSearch, frame_register, verified
from engine.history.writes import CELL, REGISTER, Place


def writes(context: Context, place: Place, start: int, end: int) -> Work[Write]:
    """All writes to a place between two moments, in the order of time."""
    tracked = Tracked(context.history, place)
    if place.kind == REGISTER:
        yield from _register_writes(context, tracked, start, end)
        return
    history = context.history
    t = max(start, history.oldest, tracked.created)
    if place.kind == CELL and history.oldest <= start < tracked.created <= end:
        yield _made(context, tracked)
    while t < end:
        goal = min(history.end_of_epoch(t), end)
        if history.has_written(t, tracked.born):
            search = WatchSearch(history, tracked, goal)
            yield from _carry_out(search)
            for step in search.steps():
                if t < step <= end and (found := _write(context, tracked, step)) is not None:
                    yield found
            yield None
        t = goal


def _made(context: Context, tracked: Tracked) -> Write:
    """The making of what closures share a local variable in, which gives it its first value."""
    history = context.history
    history.seek(tracked.created)
    place = tracked.now()
    new = context.show(None if place is None else value_of(place))
    history.step_back()
    return Write(tracked.created - 1, context.where(), context.show(None), new)


def _register_writes(context: Context, tracked: Tracked, start: int, end: int) -> Work[Write]:
    """Those to a local variable, while the call goes on that it belongs to at the present moment."""
    history = context.history
    place = tracked.now()
    register = None if place is None else frame_register(place)
    variable = None if place is None else variable_at(context.machine, place)
    if register is None or variable is None:
        return
    entered = -1
    here = int(context.machine.t)
    steps: list[int] = []
    t = min(here, end)
    while t > max(start, history.oldest):
        history.seek(t)
        last = register.end_of_visits(history)
        if last <= history.oldest:
            break
        search = RegisterSearch(history, context.breakpoints, register, last)
        yield from _carry_out(search)
        steps = [step for step in search.steps() if step > search.start] + steps
        t = search.start
        if search.entered >= max(t, history.oldest + 1):
            entered = search.entered
            break
    t = here
    while t < end:
        goal = history.end_of_epoch(t)
        if history.has_visited(t, register.blocks()):
            search = RegisterSearch(history, context.breakpoints, register, goal, here)
            yield from _carry_out(search)
            is_left = search.entered >= 0
            steps += [step for step in (search.before_entry if is_left else search.steps()) if step > max(t, here)]
            if is_left:
                break
        t = goal
    if variable.start == 0 and start < entered <= end:
        yield _passed(context, tracked, entered)
    own = _OwnWrites(context, tracked, variable)
    for step in steps:
        if start < step <= end and (found := _write(context, tracked, step)) is not None:
            yield from own.take(found)
    yield from own.rest()


def _passed(context: Context, tracked: Tracked, entered: int) -> Write:
    """The call that gave a parameter its value; the function began at a moment."""
    context.history.seek(entered)
    place = tracked.now()
    new = context.show(None if place is None else value_of(place))
    context.history.step_back()
    return Write(entered - 1, context.where(), context.show(None), new)


class _OwnWrites:
    """Of the writes to a register, in order, those that are the variable's; `take` gives what a write makes certain.

    What computes the variable's first value may use its register; only the last write before the variable begins to
    live is its own, and was nothing before.
    """

    def __init__(self, context: Context, tracked: Tracked, variable: FrameVariable) -> None:
        self._context = context
        self._tracked = tracked
        self._variable = variable
        self._first: Write | None = None  # perhaps the first value
        self._first_pc = -1
        self._is_alive = False  # whether the variable has been given a value

    def take(self, found: Write) -> Iterator[Write]:
        """The machine stands before the write."""
        context, variable = self._context, self._variable
        if context.history.is_host_step(found.t + 1):
            yield from self.rest()
            yield found
            return
        place = self._tracked.now()
        pc = -1 if place is None else variable.instruction(context.machine, place)
        if variable.first <= pc < variable.start:
            if pc <= self._first_pc:
                yield from self.rest()  # it is another time that the variable comes to life
            self._first, self._first_pc = replace(found, old=context.show(None)), pc
            return
        yield from self.rest()
        if variable.start <= pc < variable.end or pc in variable.again:
            yield found if self._is_alive or pc not in variable.again else replace(found, old=context.show(None))
            self._is_alive = True
        else:
            self._is_alive = False

    def rest(self) -> Iterator[Write]:
        """The first value, if one was waited for."""
        if self._first is not None:
            self._is_alive = True
            yield self._first
        self._first, self._first_pc = None, -1


def _carry_out(search: WatchSearch | RegisterSearch) -> Iterator[None]:
    """Search to the end."""
    try:
        while not search.advance(SLICE):
            yield None
    finally:
        search.cancel()


def _write(context: Context, tracked: Tracked, step: int) -> Write | None:
    """What a step that may have written did write; None if it did not."""
    history = context.history
    if not verified(history, tracked, step):
        return None
    place = tracked.now()
    assert place is not None
    new = context.show(value_of(place))
    history.step_back()
    before = tracked.now()
    old = context.show(None if before is None else value_of(before))
    return Write(step - 1, context.where(), old, new)


def carried_out(motion: Motion) -> Generator[None, None, Reason]:
    """Carry a movement out, in slices; why it ended."""
    reason: Reason | None = None
    try:
        while (reason := motion.advance(SLICE)) is None:
            yield None
    finally:
        if reason is None:
            motion.cancel()
    return reason


def last_write(context: Context, place: Place, end: int) -> Work[Moment]:
    """One result: before which step a place was last written before moment `end`, or its object made; none if never."""
    context.history.seek(end)
    reason = yield from carried_out(LastWrite(context.mover, Tracked(context.history, place)))
    if reason is not Reason.OLDEST:
        yield Moment(int(context.machine.t), context.where())


def reads(context: Context, place: Place, start: int, end: int) -> Work[Read]:
    """The instructions between two moments that read a place, in the order of time (see `place_reads`)."""
    tracked = Tracked(context.history, place)
    variable = variable_at(context.machine, place) if place.kind == REGISTER else None
    for is_read in reads_met(context, tracked, PlaceReads(context.machine, tracked, variable), start, end):
        now = tracked.now() if is_read else None
        yield None if now is None else Read(int(context.machine.t), context.where(), context.show(value_of(now)))


def reads_met(
    context: Context, tracked: Tracked, reading: PlaceReads, start: int, end: int
) -> Generator[bool, None, None]:
    """Go through the moments before reads: True at each, False where a slice is over."""
    places = [(proto, pc) for proto in all_protos(context.breakpoints.all_mains()) for pc in reading.candidates(proto)]
    if not places:
        return
    sweep = context.sweep(max(start, tracked.created), end)
    sweep.blocks_matter(places)
    for is_here in sweep.run(places):
        yield is_here and reading.here()
