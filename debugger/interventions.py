"""Changing something in a run: a variable, a field, a coroutine's life.  In the past that makes a new branch.

A change is a step of its own, between two boundaries of epochs, for no replay can make it again.
"""

from debugger.places import Tracked
from engine.history.timeline import History
from engine.history.writes import CELL, FIELD, REGISTER, Place
from engine.runtime.coroutine import DEAD, SUSPENDED, Coroutine
from engine.runtime.table import LuaTable, denormalise
from engine.runtime.values import Cell, creation_step
from engine.vm.machine import Machine


class CannotChange(Exception):  # noqa: N818  # it is an answer
    """What cannot be given another value; the text says why."""


def check(place: Place) -> None:
    """Raises CannotChange for a place that holds no value of the program's."""
    if place.kind not in (FIELD, CELL, REGISTER):
        raise CannotChange("a metatable or a length is not set this way: call setmetatable, or set an element")


def set_value(history: History, tracked: Tracked, value: object) -> None:
    """Give a place a value, at the newest moment.  Raises CannotChange."""
    machine = history.machine
    history.begin_host_step()
    place = tracked.now()
    if place is None:
        raise CannotChange("it does not exist at this moment")
    check(place)
    machine.begin_step()
    renew(machine, value, int(machine.t))
    subject = place.subject
    if place.kind == CELL:
        assert isinstance(subject, Cell)
        machine.set_cell(subject, value)
    elif place.kind == REGISTER:
        assert isinstance(subject, Coroutine)
        machine.set_register(subject, place.index, value)
    else:
        assert isinstance(subject, LuaTable)
        machine.raw_set(subject, denormalise(place.key), value)
    history.host_acted()


def check_closable(co: Coroutine) -> None:
    """Raises CannotChange for a coroutine that cannot be ended from outside."""
    if co.status != SUSPENDED:
        raise CannotChange("only a suspended coroutine can be ended")
    if co.closing:
        raise CannotChange("the coroutine has variables that are to be closed: let the program call coroutine.close")


def close_coroutine(history: History, co: Coroutine) -> None:
    """End a suspended coroutine, at the newest moment: it is dead then."""
    history.begin_host_step()
    machine = history.machine
    machine.begin_step()
    machine.drop_frames(co, -1)
    machine.set_status(co, DEAD, None)
    history.host_acted()


def renew(machine: Machine, value: object, t: int) -> None:
    """Give the tables that an expression has made identities of this step: those of its evaluation may come again."""
    todo = [value]
    seen: set[int] = set()
    while todo:
        one = todo.pop()
        if not isinstance(one, LuaTable) or id(one) in seen or creation_step(int(one.born)) < t:
            continue
        seen.add(id(one))
        one.born = machine.new_identity()
        one.epoch = machine.epoch
        position = one.next_position(-1)
        while position >= 0:
            todo += [one.key_at(position), one.value_at(position)]
            position = one.next_position(position)
