"""Two recordings of a program: where they part.

A run is determined by its inputs, so two runs of one program are in the same state up to the first input that differs.
From there both are replayed side by side, to the first instruction that one executes and the other does not: the first
branch taken otherwise.  The first output that differs is read from what was written.
"""

from dataclasses import dataclass
from typing import Final

from debugger.queries.results import Shown, Where
from debugger.session import Session
from engine.history.event_log import Event
from engine.history.ring import Ring
from engine.host.recording import Recording
from engine.runtime.values import LuaClosure

STRETCH: Final = 100_000
"""Steps that are replayed at once before they are compared."""


@dataclass(frozen=True)
class Parting:
    """Something in which two runs differ: at moment `t` of the first and `other_t` of the second.

    `kind` is "input", "branch" or "output"; a side that has nothing there is None.
    """

    kind: str
    t: int
    other_t: int
    where: Where
    other_where: Where
    value: Shown | None
    other_value: Shown | None


def compare(first: Recording, second: Recording) -> list[Parting]:
    """The first input, the first branch and the first output in which two runs differ; empty if they are the same."""
    one, other = Session.of_recording(first), Session.of_recording(second)
    for session in (one, other):
        session.continue_()
    inputs = _inputs(one, other)
    asked = [parting for parting in inputs if parting.value is None or parting.value.type != "source"]
    found: list[Parting] = []
    if len(asked) == len(inputs):  # programs of other texts are not replayed side by side
        start = min((min(parting.t, parting.other_t) for parting in inputs), default=one.newest)
        found += [branch for branch in [_first_branch(one, other, start)] if branch is not None]
    found += [output for output in [_first_output(one, other)] if output is not None]
    # What the libraries ask before the program begins (a seed) is of interest only where nothing else explains.
    own = [parting for parting in inputs if parting.t > 0] or (inputs if found else [])
    return sorted(own[:1] + found, key=lambda parting: (parting.t, parting.other_t))


def _inputs(one: Session, other: Session) -> list[Parting]:
    """The first event that the logs do not share, of those before the program begins and of those after."""
    found: list[Parting] = []
    ours, theirs = one.vm.log.all_events(), other.vm.log.all_events()
    for at in range(max(len(ours), len(theirs))):
        event = ours[at] if at < len(ours) else None
        their = theirs[at] if at < len(theirs) else None
        if _content(event) == _content(their):
            continue
        t = max(event.t - 1, 0) if event is not None else one.newest
        other_t = max(their.t - 1, 0) if their is not None else other.newest
        if not found or t > 0:
            where, other_where = _where(one, t), _where(other, other_t)
            found.append(Parting("input", t, other_t, where, other_where, _shown(event), _shown(their)))
        if t > 0:
            break
    return found


def _content(event: Event | None) -> tuple[object, ...]:
    if event is None:
        return ()
    return event.t, event.kind, event.value, repr(event.failure)


def _shown(event: Event | None) -> Shown | None:
    if event is None:
        return None
    text = repr(event.failure) if event.failure is not None else repr(event.value)
    return Shown(event.kind, text if len(text) <= 80 else text[:79] + "…")


def _where(session: Session, t: int) -> Where:
    session.seek(min(max(t, session.oldest), session.newest))
    return session.query.context.where()


def _first_branch(one: Session, other: Session, start: int) -> Parting | None:
    """The first moment at which the next instructions of the two are not the same."""
    t = min(start, one.newest, other.newest)
    end = min(one.newest, other.newest)
    while t < end:
        goal = min(t + STRETCH, end)
        for session in (one, other):
            goal = min(goal, session.history.end_of_epoch(t))
        for session in (one, other):
            session.seek(t)
            session.history.record_up_to(goal)
        parted = _first_other_step(one.machine.ring, other.machine.ring, t, goal)
        if parted is None and _standing(one) == _standing(other):
            t = goal
            continue
        t = _parting_moment(one, other, t, goal if parted is None else parted - 1)
        return Parting("branch", t, t, _where(one, t), _where(other, t), _value(one), _value(other))
    if one.newest != other.newest:
        return Parting("branch", end, end, _where(one, end), _where(other, end), _value(one), _value(other))
    return None


def _first_other_step(ours: Ring, theirs: Ring, start: int, end: int) -> int | None:
    """The first step whose instruction has another number in its function."""
    for t in range(start + 1, end + 1):
        if ours.pcs[t & ours.mask] != theirs.pcs[t & theirs.mask]:
            return t
    return None


def _parting_moment(one: Session, other: Session, start: int, end: int) -> int:
    """The moment from `start` on at which the two part: alike before it, not alike at it, as they are not at `end`."""
    if not _stand_alike(one, other, start):
        return start
    low, high = start, end
    while high - low > 1:
        middle = (low + high) // 2
        if _stand_alike(one, other, middle):
            low = middle
        else:
            high = middle
    return high


def _stand_alike(one: Session, other: Session, t: int) -> bool:
    one.seek(t)
    other.seek(t)
    return _standing(one) == _standing(other)


def _standing(session: Session) -> tuple[object, ...]:
    """Which instruction is next."""
    co = session.machine.current
    if co.depth < 0:
        return ()
    function = co.functions[co.depth]
    if not isinstance(function, LuaClosure):
        return (int(co.depth), repr(function))
    proto = function.proto
    return int(co.depth), proto.source, int(proto.line), int(co.pcs[co.depth]), int(co.born)


def _value(session: Session) -> Shown:
    where = session.query.context.where()
    lines = session.source_lines(where.source)
    text = lines[where.line - 1].strip() if 0 < where.line <= len(lines) else ""
    return Shown("line", text)


def _first_output(one: Session, other: Session) -> Parting | None:
    ours, theirs = one.program_output.written(), other.program_output.written()
    for at in range(max(len(ours), len(theirs))):
        our = ours[at] if at < len(ours) else None
        their = theirs[at] if at < len(theirs) else None
        if (None if our is None else our.data) != (None if their is None else their.data):
            return Parting(
                "output",
                one.newest if our is None else our.t,
                other.newest if their is None else their.t,
                Where("", 0) if our is None else Where(our.source, our.line),
                Where("", 0) if their is None else Where(their.source, their.line),
                None if our is None else Shown("output", repr(our.data.decode("utf-8", "replace"))),
                None if their is None else Shown("output", repr(their.data.decode("utf-8", "replace"))),
            )
    return None
