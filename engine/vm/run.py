"""Running the machine: entering a function, going on after errors, and debug hooks.

`advance` is what everyone calls who wants the machine to move.  It keeps calling the dispatch loop, takes the
errors that leave it and unwinds; where a debug hook is set it has the loop execute one instruction at a time
and calls the hook in between.
"""

from typing import Final, cast

from mypy_extensions import i64

from engine.history.changes import HookChange
from engine.history.ring import Ring
from engine.runtime.coroutine import K_HOOK, K_HOST, RUNNING, Coroutine, pack_info
from engine.runtime.values import LuaClosure, LuaError
from engine.vm import calls, loop, naming, unwinding
from engine.vm.machine import Machine

UNCAUGHT: Final = 4  # an error that nothing catches: `machine.failure`; the stack stands as it was

HOOK_CALL: Final = 1
HOOK_RETURN: Final = 2
HOOK_LINE: Final = 4
HOOK_COUNT: Final = 8

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
                reason = hooked(machine, limit)
        except LuaError as error:
            if not unwinding_succeeds(machine, error):
                return UNCAUGHT
        except MemoryError:
            if not unwinding_succeeds(machine, LuaError(b"not enough memory")):
                return UNCAUGHT
        else:
            if reason != loop.LIMIT or machine.t >= limit:
                return reason
        if machine.t >= limit and machine.results is None:
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
    reason = advance(machine, NO_LIMIT)
    if reason == UNCAUGHT:
        error = machine.failure
        assert error is not None
        if error.traceback is None:
            error.traceback = naming.traceback(machine, machine.current, None, 0)
        give_up(machine)
        raise LuaError(error.value, error.traceback)
    results = machine.results
    assert results is not None
    return results


def give_up(machine: Machine) -> None:
    """After an uncaught error: drop the stack of the host's call, running its pending __close metamethods."""
    while machine.failure is not None:
        machine.begin_step()
        unwinding.unwind_host(machine)
        advance(machine, NO_LIMIT)


def record(machine: Machine, size: i64) -> None:
    """Start to record into a ring of `size` steps; 0 stops."""
    machine.recording = size > 0
    machine.ring = Ring(size, machine.t)


# -- debug hooks ---------------------------------------------------------------------------------------


def hooked(machine: Machine, limit: i64) -> i64:
    """One instruction of a coroutine that has a debug hook, preceded by the hook calls that it causes.

    A hook runs as a frame on top of the function it watches; while it runs nothing is hooked.
    """
    co = machine.current
    if machine.t >= limit:
        return loop.LIMIT
    if machine.hook_depth >= 0:
        return loop.execute(machine, machine.t + 1)
    closure = cast(LuaClosure, co.functions[co.depth])
    if not closure.proto.is_library and call_hooks(machine, co, closure):
        return loop.LIMIT
    depth = co.depth
    reason = loop.execute(machine, machine.t + 1)
    if machine.current is co and co.hook is not None and reason == loop.LIMIT:
        changed_depth(machine, co, depth)
    return reason


def call_hooks(machine: Machine, co: Coroutine, closure: LuaClosure) -> bool:
    """Call the count or line hook if one is due before the next instruction; whether one was called."""
    pc = co.pcs[co.depth]
    line = naming.line_at(closure, pc)
    mark: i64 = (co.depth << 32) | line
    new_line = co.hook_mask & HOOK_LINE != 0 and (co.hook_line != mark or pc == 0 or pc <= co.hook_pc)
    counts = co.hook_mask & HOOK_COUNT != 0
    if not new_line and not counts and pc == co.hook_pc:
        return False
    machine.begin_step()
    if machine.recording:
        machine.note(HookChange(co))
    co.hook_line = mark
    co.hook_pc = pc
    if counts:
        co.hook_left -= 1
        if co.hook_left <= 0:
            co.hook_left = co.hook_count
            if new_line:
                co.hook_line = -1  # the line hook follows, before the same instruction
            call_hook(machine, co, b"count", None)
            return True
    if new_line:
        call_hook(machine, co, b"line", line)
        return True
    return False


def changed_depth(machine: Machine, co: Coroutine, before: i64) -> None:
    """Call the call or return hook after an instruction that entered or left a function."""
    if co.depth > before and co.hook_mask & HOOK_CALL:
        function = co.functions[co.depth]
        if isinstance(function, LuaClosure) and not function.proto.is_library:
            machine.begin_step()
            call_hook(machine, co, b"call", None)
    elif co.depth < before and co.hook_mask & HOOK_RETURN:
        machine.begin_step()
        call_hook(machine, co, b"return", None)


def call_hook(machine: Machine, co: Coroutine, event: bytes, line: int | None) -> None:
    """Push the call of the hook function, as part of a step of its own."""
    at = max(co.free_index(), co.top)
    co.reserve(at + 3)
    machine.set_register(co, at, co.hook)
    machine.set_register(co, at + 1, event)
    machine.set_register(co, at + 2, line)
    machine.note_own()
    machine.hook_depth = co.depth + 1
    calls.call(machine, co, at, 2, co.top, 1, K_HOOK)


