"""Giving a function other code while the program runs.

Calls that begin afterwards run the new code; those in progress finish on the old one: their frames get closures of
their own that keep it.  Everything is noted, so history leads back to the old code.
"""

from engine.compiler.proto import ENVIRONMENT, Proto, UpvalueDesc
from engine.history.changes import CodeChange, FrameChange, InnerCodeChange
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import T_NIL, Cell, LuaClosure
from engine.vm import collector
from engine.vm.machine import Machine, fill_cell


class CannotPatch(Exception):  # noqa: N818  # it is an answer
    """Why code does not fit in the place of other code."""


def fit(old: Proto, new: Proto, outer: Proto | None) -> None:
    """Let `new` take its upvalues from where `old` has them, and the globals from `outer`, which both stand in.

    Raises CannotPatch, having changed nothing.
    """
    known = {described.name: described for described in old.upvalues}
    if ENVIRONMENT not in known and outer is not None:
        for at, described in enumerate(outer.upvalues):
            if described.name == ENVIRONMENT:
                known[ENVIRONMENT] = UpvalueDesc(ENVIRONMENT, False, at, described.constant)
    missing = [described.name for described in new.upvalues if described.name not in known]
    if missing:
        names = b", ".join(missing).decode("utf-8", "replace")
        raise CannotPatch(f"the new code uses {names} of the functions around it, which the old code does not")
    for at, described in enumerate(list(new.upvalues)):
        there = known[described.name]
        new.upvalues[at] = UpvalueDesc(described.name, there.in_stack, there.index, described.constant)


def patch(machine: Machine, old: Proto, new: Proto, outer: Proto | None) -> int:
    """Put fitted code in the place of other code, as part of a step of the host's; the number of closures that got it.

    `outer` is the function that `old` stands in.
    """
    order = {described.name: at for at, described in enumerate(old.upvalues)}
    count = 0
    for found in collector.reachable(machine):
        if isinstance(found, Coroutine):
            keep_frames(machine, found, old)
    for found in collector.reachable(machine):
        if isinstance(found, LuaClosure) and found.proto is old and not is_running(machine, found):
            if machine.recording:
                machine.note(CodeChange(found))
            if machine.epoch:
                machine.keep(CodeChange(found))
            cells: list[Cell] = []
            for described in new.upvalues:
                if described.name in order:
                    cells.append(found.cells[order[described.name]])
                else:
                    cell = Cell(T_NIL, 0, 0.0, None)
                    fill_cell(cell, machine.globals)
                    cells.append(cell)
            found.cells = cells
            found.proto = new
            count += 1
    if outer is not None:
        for at, inner in enumerate(list(outer.protos)):
            if inner is old:
                if machine.recording:
                    machine.note(InnerCodeChange(outer, at))
                if machine.epoch:
                    machine.keep(InnerCodeChange(outer, at))
                outer.protos[at] = new
    return count


def keep_frames(machine: Machine, co: Coroutine, old: Proto) -> None:
    """Give the frames that run the code closures of their own."""
    for level in range(co.depth + 1):
        function = co.functions[level]
        if isinstance(function, LuaClosure) and function.proto is old:
            if co.epoch != machine.epoch:
                machine.keep_coroutine(co)
            if machine.recording:
                machine.note(FrameChange(co, level))
            co.functions[level] = LuaClosure(old, function.cells, machine.new_identity())


def is_running(machine: Machine, closure: LuaClosure) -> bool:
    """Whether a closure is one that `keep_frames` has given to a frame: made in this step."""
    return closure.born >> 16 == machine.t
