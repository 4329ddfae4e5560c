"""The history of a place: all the steps that wrote it, with what it was before and after; and those that read it.

The epochs that may have written are searched at the speed of execution (`write_search`); then each step found is looked
at.  Reads leave no trace, so every instruction that may read the place is stopped at.
"""

from collections.abc import Iterator

from debugger.places import Tracked, value_of
from debugger.queries.context import Context, all_protos
from debugger.queries.query import Work
from debugger.queries.results import Read, Write
from debugger.queries.sweep import SLICE
from debugger.write_search import FrameRegister, RegisterSearch, WatchSearch, frame_register, verified
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.history.state import cell_value
from engine.history.writes import CELL, FIELD, LENGTH, METATABLE, REGISTER, Place
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import LuaClosure


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


def reads(context: Context, place: Place, start: int, end: int) -> Work[Read]:
    """The instructions between two moments that read a place, in the order of time.

    Reads by library functions (`rawget`, `table.concat`, ...) are not seen.
    """
    tracked = Tracked(context.history, place)
    register: FrameRegister | None = None
    if place.kind == REGISTER:
        now = tracked.now()
        register = None if now is None else frame_register(now)
        if register is None:
            return
    places = [
        (proto, pc)
        for proto in ([register.proto] if register else all_protos(context.breakpoints.all_mains()))
        for pc in range(len(proto.original))
        if _may_read(proto, pc, place, register)
    ]
    sweep = context.sweep(max(start, tracked.created), end)
    sweep.blocks_matter(places)
    for is_here in sweep.run(places):
        if not is_here:
            yield None
            continue
        now = tracked.now()
        if now is not None and _reads(context, now, register):
            yield Read(int(context.machine.t), context.where(), context.show(value_of(now)))


def _may_read(proto: Proto, pc: int, place: Place, register: FrameRegister | None) -> bool:
    word = int(proto.original[pc])
    opcode = word & 0xFF
    if register is not None:
        return register.number in effects.reads(word)
    if place.kind == CELL:
        return opcode == op.GETUPVAL or opcode == op.GETCELL
    if place.kind == LENGTH:
        return opcode == op.LEN
    if place.kind == METATABLE:
        return False
    if opcode in (op.GETFIELD, op.GETTABUP) or (opcode == op.SELF and effects.has_k(word)):
        return proto.constants[effects.field(word, 2)] == place.key
    return opcode in (op.GETTABLE, op.GETI, op.SELF)


def _reads(context: Context, place: Place, register: FrameRegister | None) -> bool:
    """Whether the next instruction reads the place."""
    co = context.machine.current
    depth = co.depth
    closure = co.functions[depth]
    assert isinstance(closure, LuaClosure)
    base = co.base(depth)
    word = int(closure.proto.original[co.pcs[depth]])
    opcode = word & 0xFF
    b = effects.field(word, 1)
    if register is not None:
        return co is place.subject and base == register.base and closure.proto is register.proto
    if place.kind == CELL:
        cell = closure.cells[b] if opcode == op.GETUPVAL else co.get(base + b)
        return cell is place.subject
    table = cell_value(closure.cells[b]) if opcode == op.GETTABUP else co.get(base + b)
    if place.kind == LENGTH:
        return table is place.subject
    c = effects.field(word, 2)
    key: object
    if opcode == op.GETI:
        key = c
    elif opcode == op.GETTABLE or (opcode == op.SELF and not effects.has_k(word)):
        key = co.get(base + c)
    else:
        key = closure.proto.constants[c]
    if key is None or key != key or place.kind != FIELD or normalise(key) != place.key:
        return False
    return place.subject in _looked_in(table, key)


def _looked_in(table: object, key: object) -> list[object]:
    """The tables that an access looks in, along `__index`, the last one that has the key included."""
    found: list[object] = []
    while isinstance(table, LuaTable) and len(found) < 100:
        found.append(table)
        if table.get(key) is not None or table.metatable is None:
            break
        table = table.metatable.get_key(b"__index")
    return found
