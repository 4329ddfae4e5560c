"""The history of a place: all the steps that wrote it, with what it was before and after; and those that read it.

The epochs that may have written are searched at the speed of execution (`write_search`); then each step found is looked
at.  Reads leave no trace, so every instruction that may read the place is stopped at.
"""

from collections.abc import Generator, Iterator

from debugger.frame_variables import variable_at
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
from engine.history.writes import REGISTER, Place


def writes(context: Context, place: Place, start: int, end: int) -> Work[Write]:
    """All writes to a place between two moments, in the order of time."""
    tracked = Tracked(context.history, place)
    if place.kind == REGISTER:
        yield from _register_writes(context, tracked, start, end)
        return
    history = context.history
    t = max(start, history.oldest, tracked.created)
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


def _register_writes(context: Context, tracked: Tracked, start: int, end: int) -> Work[Write]:
    """Those to a local variable, while the call goes on that it belongs to at the present moment."""
    history = context.history
    place = tracked.now()
    register = None if place is None else frame_register(place)
    if register is None:
        return
    here = int(context.machine.t)
    steps: list[int] = []
    t = min(here, end)
    while t > max(start, history.oldest):
        last = history.end_of_visits(t, register.blocks())
        if last <= history.oldest:
            break
        search = RegisterSearch(history, context.breakpoints, register, last)
        yield from _carry_out(search)
        steps = [step for step in search.steps() if step > search.start] + steps
        t = search.start
        if search.entered >= max(t, history.oldest + 1):
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
    for step in steps:
        if start < step <= end and (found := _write(context, tracked, step)) is not None:
            yield found


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
