"""An object over time: where it was made, and how long the program could reach it.

An object's identity tells the step that made it, and is the same in every run of the same input.  Once the program
cannot reach an object it never will again, so the end of its life is found by halving.
"""

from dataclasses import dataclass
from typing import Final

from debugger.queries.context import Context
from debugger.queries.query import Work
from debugger.queries.results import Shown, Where
from engine.runtime import tostring
from engine.runtime.values import creation_step
from engine.vm import collector

NAME: Final = "#"
"""What stands between an object's type and its identity, as in `table#1a0001`."""


@dataclass(frozen=True)
class ObjectLife:
    """`created` is the moment before the step that made the object (0 too for what was there before the program).

    `last` is the last moment at which the program can reach it; `is_alive`: that is the newest one.
    """

    name: str
    value: Shown
    created: int
    where: Where
    last: int
    is_alive: bool


def name_of(value: object) -> str:
    """The name of an object, good at any moment; empty for what is none."""
    born = int(tostring.identity(value))
    return "" if born < 0 else f"{tostring.type_name(value).decode()}{NAME}{born:x}"


def identity_of(name: str) -> int | None:
    """The identity in a name, be it without the type; None if it is no name of an object."""
    _, mark, digits = name.rpartition(NAME)
    try:
        return int(digits, 16) if mark else None
    except ValueError:
        return None


def find(context: Context, born: int) -> object:
    """The object of an identity at the present moment; None if the program cannot reach it."""
    return next((one for one in collector.reachable(context.machine) if int(tostring.identity(one)) == born), None)


def life(context: Context, born: int) -> Work[ObjectLife]:
    """One result; none for an identity that no object has had."""
    history = context.history
    created = creation_step(born)
    low, high = max(created, history.oldest), history.newest
    if low > high:
        return
    value = _at(context, born, low)
    yield None
    if value is None:
        return
    if _at(context, born, high) is None:
        while high - low > 1:
            middle = (low + high) // 2
            yield None
            if _at(context, born, middle) is None:
                high = middle
            else:
                low = middle
    else:
        low = high
    found = _at(context, born, low)
    text, name = context.show(found), name_of(found)
    history.seek(max(created - 1, history.oldest))
    where = context.where() if created > 0 else Where("", 0)
    yield ObjectLife(name, text, max(created - 1, 0), where, low, low == history.newest)


def _at(context: Context, born: int, t: int) -> object:
    context.history.seek(t)
    return find(context, born)
