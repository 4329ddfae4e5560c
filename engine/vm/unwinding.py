"""Errors on their way: from where they are raised to the `pcall` that catches them, as steps on data.

`throw` is called by the run loop with the error that left an instruction.  A message handler (`xpcall`) runs
where the error was raised, with the stack intact; then the catching frame comes to the top, pending to-be-closed
variables are closed one by one, and the operation gets its results.  Each of these is a frame that the dispatch
loop executes; between them everything stands in registers.
"""

from typing import Final, cast

from mypy_extensions import i64

from engine.history.visits import RAISED
from engine.runtime.coroutine import (
    DEAD,
    K_HANDLER,
    K_HOST,
    K_RELAY,
    K_UNWIND,
    KIND_MASK,
    Coroutine,
    pack_info,
)
from engine.runtime.values import LuaError, NativeFunction
from engine.vm import calls, collector, operations
from engine.vm.machine import LEVEL_LIMIT, LEVEL_ROOM, Machine

_NO_OBJECT: Final = b"<no error object>"


def throw(machine: Machine, error: LuaError) -> bool:
    """Begin to unwind; False if nothing catches the error: then `machine.failure` is set, the stack intact."""
    if machine.epoch and not machine.replaying:
        machine.visits.note(RAISED)
    if machine.raised is not None:
        machine.raised.append((int(machine.t), error))
    native = machine.running
    machine.running = None
    machine.call.extra = 0
    while True:
        co = machine.current
        level = catcher(co)
        if level < 0:
            if co is machine.main or co.resumer is None:
                show_native(machine, co, native)
                machine.note_own()
                machine.failure = error
                return False
            show_native(machine, co, native)
            native = None
            if error.value is None:
                error = LuaError(substitute(machine, None))
            error = operations.die(machine, co, error)
            if machine.current.status == DEAD or error is operations.DELIVERED:
                return True
            continue
        catching = cast(NativeFunction, co.functions[level])
        if catching.operation == operations.OP_HOST:
            show_native(machine, co, native)
            machine.note_own()
            machine.failure = error
            return False
        if catching.operation == operations.OP_XPCALL and not error.handled:
            show_native(machine, co, native)
            native = None
            at = co.free_index()
            co.reserve(at + 4)
            total = co.inherited_levels + co.levels + 1
            if total >= LEVEL_LIMIT + LEVEL_ROOM:
                error = LuaError(b"error in error handling", handled=True)
                continue
            machine.push_frame(co, machine.handling, pack_info(at, at, 2, K_HANDLER))
            if total == LEVEL_LIMIT:
                error = LuaError(b"C stack overflow")
                continue
            machine.copy_register(co, at + 1, co.base(level))
            machine.set_register(co, at + 2, error.value)
            try:
                calls.call(machine, co, at + 1, 1, at + 1, 2, K_RELAY)
            except LuaError as other:
                native = machine.running
                machine.running = None
                error = other
                continue
            return True
        try:
            unwind_to(machine, co, level, substitute(machine, error.value))
        except LuaError as other:  # of a finalizer, which is caught to be raised again
            error = other
            continue
        return True


def substitute(machine: Machine, value: object) -> object:
    """The error object that is caught: where nil cannot be one, a message stands for it."""
    return _NO_OBJECT if value is None and not machine.dialect.nil_errors else value


def show_native(machine: Machine, co: Coroutine, native: NativeFunction | None) -> None:
    """Give the native that raised the error a frame, for whoever looks at the stack."""
    if native is not None and not native.is_library:
        base = machine.call.base
        machine.push_frame(co, native, pack_info(base - 1, base, 1, 0))
        if native.operation in operations.CATCHING:
            machine.set_pc(co, co.depth, -1)  # it complained of its arguments: it is not there to catch that


def catcher(co: Coroutine) -> i64:
    """The innermost frame that catches errors, -1 if there is none."""
    level = co.depth
    while level >= 0:
        function = co.functions[level]
        # A negative pc: it has been left, or not been entered yet, while a debug hook runs.
        if isinstance(function, NativeFunction) and function.operation in operations.CATCHING and co.pcs[level] >= 0:
            return level
        level -= 1
    return -1


def is_handling(co: Coroutine) -> bool:
    """Whether a message handler is in progress."""
    level = co.depth
    while level >= 0:
        if (co.infos[level] >> 57) & KIND_MASK == K_HANDLER:
            return True
        level -= 1
    return False


def unwind_to(machine: Machine, co: Coroutine, level: i64, value: object) -> None:
    """Drop the frames above the catching one, keep the error in a register of it, and go on closing."""
    machine.drop_frames(co, level)
    if cast(NativeFunction, co.functions[level]).operation == operations.OP_KILL:
        operations.mark_failed(machine, co)
    slot = error_slot(co, level)
    machine.set_register(co, slot, value)
    go_on(machine, co)


def error_slot(co: Coroutine, level: i64) -> i64:
    """The register that keeps the error in flight: the first one, or the one after `xpcall`'s handler."""
    native = cast(NativeFunction, co.functions[level])
    return co.base(level) + (1 if native.operation == operations.OP_XPCALL else 0)


def handled(machine: Machine, co: Coroutine, value: object) -> None:
    """A message handler has returned the error to go on with."""
    level = catcher(co)
    unwind_to(machine, co, level, substitute(machine, value))


def go_on(machine: Machine, co: Coroutine) -> None:
    """Close the next pending variable of the frames that were dropped, or end the operation that catches."""
    level = co.depth
    base = co.base(level)
    slot = error_slot(co, level)
    count = len(co.closing)
    # A catching operation's own frame lies below every variable of the functions it called.
    if count > 0 and co.closing[count - 1] >= base:
        index: i64 = co.closing[count - 1]
        error = co.get(slot)
        machine.set_closing(co, co.closing[:-1])
        at = max(co.free_index(), index + 1)
        calls.call_close(machine, co, index, error, at, at, K_UNWIND)
        return
    value = co.get(slot)
    native = cast(NativeFunction, co.functions[level])
    if native.operation == operations.OP_KILL:
        operations.killed(machine, co, value)
        return
    if native.operation == operations.OP_HOST:
        calls.deliver(machine, co, 0, 0, K_HOST, [])
        return
    if native.operation == operations.OP_FINALIZER:
        machine.pop_frame(co)
        collector.failed(machine, co, value)
        return
    calls.leave(machine, co, [False, value])


def unwind_host(machine: Machine) -> None:
    """After an uncaught error: give up the stack of the host's call, closing its variables."""
    co = machine.current
    error = machine.failure
    level = catcher(co)
    machine.note_own()
    machine.failure = None
    unwind_to(machine, co, level, None if error is None else error.value)


