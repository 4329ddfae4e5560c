"""What differs between two moments of a run: variables, and tables field by field.

Only the tables that the epochs in between wrote to, or made, can differ; the others are not looked at.  Where an object
is named, it is by a way to it from a variable or a global, if a short one is found.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

from debugger import inspection
from debugger.branches import Branches
from debugger.queries.context import Context
from debugger.queries.query import Work
from debugger.queries.results import Shown
from engine.history.state import cell_value
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, denormalise
from engine.runtime.values import Cell, LuaClosure, creation_step
from engine.vm import collector

FIELDS: Final = 10_000
"""Fields of a table that are compared."""

NAMED: Final = 100_000
"""Objects that are looked at to find ways to those that differ."""

SLICE: Final = 2_000
"""Fields, or objects, that are looked at at once."""

VARIABLES: Final = 200
"""Frames whose variables are compared, the innermost ones."""

METATABLE: Final = "(metatable)"


@dataclass(frozen=True)
class Difference:
    """Something that is not what it was: `old` or `new` is None where there was or is none.

    `kind` is "variable", "field", "table" (made, or out of reach) or "frame" (entered, or left); `object` is the
    identity of the table of a field.
    """

    kind: str
    name: str
    old: Shown | None
    new: Shown | None
    object: int = 0


@dataclass
class _Moment:
    """What can differ, as it is at a moment."""

    variables: dict[tuple[tuple[int, int, int], str], Shown]
    frames: dict[tuple[int, int, int], str]
    tables: dict[int, dict[str, Shown]]
    names: dict[int, str]


def differences(context: Context, first: int, second: int) -> Work[Difference]:
    """The differences from one moment to another: frames, variables, then tables in the order of their making."""
    history = context.history
    low, high = min(first, second), max(first, second)
    written, since = history.written_between(low, high)
    moments: list[_Moment] = []
    for t in (first, second):
        history.seek(t)
        yield None
        moments.append((yield from _look(context, written, since)))
        yield None
    yield from _between(*moments)


def branch_differences(context: Context, branches: Branches, first: int, second: int) -> Work[Difference]:
    """The differences between the ends of two branches.  Raises NoBranch.  Leads back to where the session was."""
    active, t = branches.active.number, int(context.machine.t)
    moments: list[_Moment] = []
    try:
        for number in (first, second):
            branches.switch(number)
            yield None
            moments.append((yield from _look(context, set(), 0)))
            yield None
    finally:
        branches.switch(active)
        context.history.seek(t)
    yield from _between(*moments)


def _between(old: _Moment, new: _Moment) -> Iterator[Difference]:
    for frame, name in old.frames.items():
        if frame not in new.frames:
            yield Difference("frame", name, Shown("frame", "in progress"), None)
    for frame, name in new.frames.items():
        if frame not in old.frames:
            yield Difference("frame", name, None, Shown("frame", "in progress"))
    for key in dict.fromkeys([*old.variables, *new.variables]):
        if key[0] in old.frames and key[0] in new.frames:
            before, after = old.variables.get(key), new.variables.get(key)
            if before != after:
                yield Difference("variable", key[1], before, after)
    for born in sorted({*old.tables, *new.tables}):
        yield from _table(born, old, new)


def _table(born: int, old: _Moment, new: _Moment) -> Iterator[Difference]:
    name = new.names.get(born) or old.names.get(born) or f"table#{born:x}"
    before, after = old.tables.get(born), new.tables.get(born)
    if before is None or after is None:
        text = Shown("table", f"{len(before or after or {})} fields", None, born)
        yield Difference("table", name, None if before is None else text, None if after is None else text, born)
        return
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) != after.get(key):
            separator = "" if key.startswith("[") else "."
            yield Difference("field", f"{name}{separator}{key}", before.get(key), after.get(key), born)


def _look(context: Context, written: set[int], since: int) -> Generator[None, None, _Moment]:
    """`written`: the identities of the tables that may differ, beside those made from moment `since` on."""
    machine = context.machine
    moment = _Moment({}, {}, {}, {})
    for frame in inspection.frames(machine, limit=VARIABLES, declared=context.name_of):
        if frame.closure is not None:
            moment.frames[frame.identity] = frame.name
            for name, variable in inspection.visible_variables(frame).items():
                moment.variables[frame.identity, name] = context.show(variable.value)
    fields = 0
    for found in collector.reachable(machine):
        if isinstance(found, LuaTable):
            born = int(found.born)
            if born in written or creation_step(born) >= since:
                moment.tables[born] = _fields(context, found)
                fields += 1 + len(moment.tables[born])
                if fields >= SLICE:
                    fields = 0
                    yield None
    yield from _name(context, moment)
    return moment


def _fields(context: Context, table: LuaTable) -> dict[str, Shown]:
    fields: dict[str, Shown] = {}
    if table.metatable is not None:
        fields[METATABLE] = _reference(context, table.metatable)
    position = table.next_position(-1)
    while position >= 0 and len(fields) < FIELDS:
        key = context.formatter.key(denormalise(table.key_at(position)))
        fields[key] = _reference(context, table.value_at(position))
        position = table.next_position(position)
    return fields


def _reference(context: Context, value: object) -> Shown:
    """A value, of which a table is only the identity: what is in it has entries of its own."""
    shown = context.show(value)
    return Shown("table", f"table#{shown.born:x}", None, shown.born) if isinstance(value, LuaTable) else shown


def _name(context: Context, moment: _Moment) -> Generator[None, None, None]:
    """Find ways to the tables, the short ones first."""
    machine = context.machine
    queue: list[tuple[object, str]] = []
    for frame in inspection.frames(machine, limit=VARIABLES):
        queue += [(one.value, name) for name, one in inspection.visible_variables(frame).items()]
    queue += [(one.value, one.name) for one in inspection.global_variables(machine, None)]
    queue.append((machine.globals, "_G"))
    seen: set[int] = set()
    at = 0
    while at < len(queue) and at < NAMED:
        value, name = queue[at]
        at += 1
        if at % SLICE == 0:
            yield None
        if isinstance(value, LuaClosure):
            named = zip(value.proto.upvalues, value.cells, strict=True)
            queue += [(cell_value(cell), described.name.decode("utf-8", "replace")) for described, cell in named]
        if isinstance(value, Cell):
            queue.append((cell_value(value), name))
        if not isinstance(value, LuaTable) or int(value.born) in seen:
            continue
        seen.add(int(value.born))
        moment.names.setdefault(int(value.born), name)
        position = value.next_position(-1)
        while position >= 0:
            child = value.value_at(position)
            if isinstance(child, (LuaTable, LuaClosure, Coroutine)):
                key = context.formatter.key(denormalise(value.key_at(position)))
                prefix = "" if name == "_G" else name + ("" if key.startswith("[") else ".")
                queue.append((child, prefix + key))
            position = value.next_position(position)
