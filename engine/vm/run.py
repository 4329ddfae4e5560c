"""Running the machine: entering a function, going on after errors, and debug hooks.

`advance` is what everyone calls who wants the machine to move.  It keeps calling the dispatch loop, takes the
errors that leave it and unwinds; where a debug hook is set, `hooks` takes the loop's place.
"""

from collections.abc import Callable
from typing import Final

from mypy_extensions import i64, mypyc_attr

from engine.history.ring import Ring
from engine.runtime.coroutine import K_HOST, RUNNING, pack_info
from engine.runtime.values import LuaClosure, LuaError
from engine.vm import activations, calls, hooks, loop, tracebacks, unwinding
from engine.vm.machine import Machine

UNCAUGHT: Final = 4  # an error that nothing catches: `machine.failure`; the stack stands as it was

NO_LIMIT: Final = 1 << 62

MessageHandler = Callable[[LuaError], bytes]
"""What makes a message of an uncaught error."""


@mypyc_attr(allow_interpreted_subclasses=True)
class HostSteps:
    """Told of the steps that the host makes, which no replay makes again.  This one does nothing about it."""

    def begin_host_step(self) -> None:
        """The step that follows is the host's."""

    def host_acted(self) -> None:
        """That step is over, or the host has done something between two steps."""


NOBODY: Final = HostSteps()


def enter(machine: Machine, function: object, arguments: list[object], host: HostSteps = NOBODY) -> None:
    """Make the function the host's call: results will be in `machine.results`.

    The first call begins history; later ones are a step of their own in it.
    """
    if machine.recording and machine.t > machine.ring.start:
        host.begin_host_step()
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
    """Execute until `machine.t` is `limit` (in steps) or something stops it: `loop`'s reasons, or UNCAUGHT.

    Where `Machine.on_error` says so, or a function of the library took long (`Poller.is_late`), it is LIMIT, sooner.
    """
    while True:
        if machine.results is not None:
            return loop.FINISHED
        if machine.failure is not None:
            return UNCAUGHT
        stops = False
        try:
            if machine.current.hook is None:
                reason = loop.execute(machine, limit)
            else:
                reason = hooks.advance(machine, limit)
        except LuaError as error:
            stops = machine.on_error is not None and machine.on_error(error)
            if not unwinding_succeeds(machine, error):
                return UNCAUGHT
        except MemoryError:
            if not unwinding_succeeds(machine, LuaError(b"not enough memory")):
                return UNCAUGHT
        else:
            if reason != loop.LIMIT or machine.t >= limit:
                return reason
        if machine.t >= limit or stops or machine.poller.is_late:
            return loop.LIMIT


def execute_planted(machine: Machine) -> None:
    """Execute one instruction, also where a breakpoint is planted on it."""
    co = machine.current
    function = co.functions[co.depth]
    if not isinstance(function, LuaClosure):
        advance(machine, machine.t + 1)
        return
    pc = co.pcs[co.depth]
    if machine.epoch and not machine.replaying:
        machine.visits.mark(function.proto, pc)
    code = function.proto.code
    planted = code[pc]
    code[pc] = function.proto.original[pc]
    try:
        advance(machine, machine.t + 1)
    finally:
        code[pc] = planted


def advance_past(machine: Machine, limit: i64) -> None:
    """Execute until `machine.t` is `limit`, past breakpoints; no further than to where the program ends."""
    while machine.t < limit:
        reason = advance(machine, limit)
        if reason == loop.BREAKPOINT:
            execute_planted(machine)
        elif reason != loop.LIMIT:
            return


def is_over(machine: Machine) -> bool:
    """Whether the host's call is over: it has its results, or an error that nothing caught."""
    return machine.results is not None or machine.failure is not None


def end(machine: Machine) -> None:
    """`os.exit` was called: the program is over, as part of the step that called it."""
    machine.running = None
    machine.note_own()
    machine.results = []


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


def conclude(machine: Machine, handler: MessageHandler | None = None, host: HostSteps = NOBODY) -> list[object]:
    """The results of the host's call, which is over.  Raises LuaError, after closing what the call left open.

    What is closed gets the error as the handler shows it.
    """
    error = machine.failure
    if error is not None:
        if error.traceback is None:
            error.traceback = tracebacks.traceback(machine, machine.current, None, 0)
        error = give_up(machine, error, handler, host)
        raise LuaError(error.value, error.traceback)
    results = machine.results
    assert results is not None
    return results


def interrupt(machine: Machine, error: LuaError) -> None:
    """Raise an error in the running function, between two instructions: a step of its own."""
    machine.running = None  # where it came in the middle of a native, as if that had just returned
    machine.begin_step()
    error.value = activations.where(machine, 1) + error.value if isinstance(error.value, bytes) else error.value
    unwinding_succeeds(machine, error)


def give_up(machine: Machine, error: LuaError, handler: MessageHandler | None, host: HostSteps) -> LuaError:
    """After an uncaught error: drop the stack of the host's call, running its pending __close metamethods.

    Returns the error that is left: a __close that fails puts its own in the place of the one before.
    """
    while True:
        if handler is not None and len(machine.main.closing) > 0:
            error = LuaError(handler(error))
        host.begin_host_step()
        machine.begin_step()
        begin_anew(machine, error)
        unwinding.unwind_host(machine)
        host.host_acted()
        advance(machine, NO_LIMIT)
        other = machine.failure
        if other is None:
            return error
        error = LuaError(other.value, tracebacks.traceback(machine, machine.current, None, 0))


def begin_anew(machine: Machine, failure: LuaError | None) -> None:
    """Forget how the last call ended; `failure` is what is to be given up."""
    machine.note_own()
    machine.results = None
    machine.failure = failure


def close_main(machine: Machine, host: HostSteps = NOBODY) -> None:
    """At the end of the state, close what is pending in the main coroutine, wherever it stands (`lua_close`).

    An error is the next one's, and lost at last.
    """
    main = machine.main
    if len(main.closing) == 0:
        return
    machine.running = None
    host.begin_host_step()
    machine.begin_step()
    begin_anew(machine, None)
    if machine.current is not main:
        machine.set_current(main)
        machine.set_status(main, RUNNING, None)
    unwinding.unwind_to(machine, main, 0, None)
    host.host_acted()
    advance(machine, NO_LIMIT)
    while machine.failure is not None:
        host.begin_host_step()
        machine.begin_step()
        unwinding.unwind_host(machine)
        host.host_acted()
        advance(machine, NO_LIMIT)


def record(machine: Machine, size: i64) -> None:
    """Start to record into a ring of `size` steps; 0 stops."""
    machine.recording = size > 0
    machine.ring = Ring(size, machine.t)
