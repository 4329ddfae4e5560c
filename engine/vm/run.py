"""Running the machine: entering a function, going on after errors, and debug hooks.

`advance` is what everyone calls who wants the machine to move.  It keeps calling the dispatch loop, takes the
errors that leave it and unwinds; where a debug hook is set, `hooks` takes the loop's place.
"""

from typing import Final

from mypy_extensions import i64

from engine.history.ring import Ring
from engine.runtime.coroutine import K_HOST, RUNNING, pack_info
from engine.runtime.values import LuaError
from engine.vm import calls, hooks, loop, naming, unwinding
from engine.vm.machine import Machine

UNCAUGHT: Final = 4  # an error that nothing catches: `machine.failure`; the stack stands as it was

NO_LIMIT: Final = 1 << 62


def enter(machine: Machine, function: object, arguments: list[object]) -> None:
    """Make the function the host's call: results will be in `machine.results`.

    The first call begins history; later ones are a step of their own in it.
    """
    if machine.recording and machine.t > machine.ring.start:
        machine.begin_step()
        enter_noted(machine, function, arguments)
        return
    recording = machine.recording
    machine.recording = False
    enter_noted(machine, function, arguments)
    machine.recording = recording


def enter_noted(machine: Machine, function: object, arguments: list[object]) -> None:
    """`enter` as part of a step: everything it overwrites is noted, if the machine records."""
    co = machine.current
    machine.note_own()
    machine.results = None
    machine.failure = None
    if co.status != RUNNING:
        machine.set_status(co, RUNNING, co.resumer)
    at = max(co.free_index(), co.top)
    co.reserve(at + 2 + len(arguments))
    machine.push_frame(co, machine.entry, pack_info(at, at, 0, K_HOST))
    machine.set_register(co, at + 1, function)
    for offset, argument in enumerate(arguments):
        machine.set_register(co, at + 2 + offset, argument)
    try:
        calls.call(machine, co, at + 1, len(arguments), at + 1, 0, K_HOST)
    except LuaError as error:
        unwinding_succeeds(machine, error)


def advance(machine: Machine, limit: i64) -> i64:
    """Execute until `machine.t` is `limit` (in steps) or something stops it: `loop`'s reasons, or UNCAUGHT."""
    while True:
        if machine.results is not None:
            return loop.FINISHED
        if machine.failure is not None:
            return UNCAUGHT
        try:
            if machine.current.hook is None:
                reason = loop.execute(machine, limit)
            else:
                reason = hooks.advance(machine, limit)
        except LuaError as error:
            if not unwinding_succeeds(machine, error):
                return UNCAUGHT
        except MemoryError:
            if not unwinding_succeeds(machine, LuaError(b"not enough memory")):
                return UNCAUGHT
        else:
            if reason != loop.LIMIT or machine.t >= limit:
                return reason
        if machine.t >= limit:
            return loop.LIMIT


def unwinding_succeeds(machine: Machine, error: LuaError) -> bool:
    """Unwind, also from errors that unwinding itself raises (in a native __close)."""
    while True:
        try:
            return unwinding.throw(machine, error)
        except LuaError as other:
            error = other


def run_closure(machine: Machine, function: object, arguments: list[object]) -> list[object]:
    """Call a function and run it to its end.  Raises LuaError with a traceback for an uncaught error.

    After an error the pending to-be-closed variables of the call are closed before it is raised.
    """
    enter(machine, function, arguments)
    advance(machine, NO_LIMIT)
    return conclude(machine)


def conclude(machine: Machine) -> list[object]:
    """The results of the host's call, which is over.  Raises LuaError, after closing what the call left open."""
    error = machine.failure
    if error is not None:
        if error.traceback is None:
            error.traceback = naming.traceback(machine, machine.current, None, 0)
        error = give_up(machine, error)
        raise LuaError(error.value, error.traceback)
    results = machine.results
    assert results is not None
    return results


def interrupt(machine: Machine, error: LuaError) -> None:
    """Raise an error in the running function, between two instructions: a step of its own."""
    machine.running = None  # where it came in the middle of a native, as if that had just returned
    machine.begin_step()
    error.value = naming.where(machine, 1) + error.value if isinstance(error.value, bytes) else error.value
    unwinding_succeeds(machine, error)


def give_up(machine: Machine, error: LuaError) -> LuaError:
    """After an uncaught error: drop the stack of the host's call, running its pending __close metamethods.

    Returns the error that is left: a __close that fails puts its own in the place of the one before.
    """
    while True:
        machine.begin_step()
        unwinding.unwind_host(machine)
        advance(machine, NO_LIMIT)
        other = machine.failure
        if other is None:
            return error
        error = LuaError(other.value, naming.traceback(machine, machine.current, None, 0))


def record(machine: Machine, size: i64) -> None:
    """Start to record into a ring of `size` steps; 0 stops."""
    machine.recording = size > 0
    machine.ring = Ring(size, machine.t)
