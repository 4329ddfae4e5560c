"""The library functions that the VM itself carries out, because they call, switch or catch.

Each is a `NativeFunction` with an operation number, and stands on the stack as a frame of its own while what it
called runs.  `start` begins one; `results` says what it returns for what came back to it.
"""

from typing import Final, cast

from mypy_extensions import i64

from engine.runtime import numbers
from engine.runtime.coroutine import (
    DEAD,
    FAILED,
    K_BODY,
    NORMAL,
    RUNNING,
    SUSPENDED,
    Coroutine,
    pack_info,
)
from engine.runtime.values import LuaClosure, LuaError, NativeFunction
from engine.vm import calls, naming, unwinding
from engine.vm.machine import LEVEL_LIMIT, Machine

OP_PCALL: Final = 1
OP_XPCALL: Final = 2
OP_RESUME: Final = 3
OP_WRAP: Final = 4  # a function made by coroutine.wrap; its upvalue is the coroutine
OP_YIELD: Final = 5
OP_CLOSE: Final = 6
OP_HOST: Final = 7  # the host's call, the oldest frame of the main coroutine
OP_FINALIZER: Final = 8  # around each __gc
OP_HANDLER: Final = 10  # around a message handler
OP_KILL: Final = 9  # the oldest frame of a coroutine that is being closed

CATCHING: Final = (OP_PCALL, OP_XPCALL, OP_HOST, OP_FINALIZER, OP_KILL)

_STATUS_NAMES: Final = (b"suspended", b"running", b"normal", b"dead", b"dead")

# What `die` answers when the error has become the result of a resume.
DELIVERED: Final = LuaError(None)


def start(
    machine: Machine, co: Coroutine, native: NativeFunction, at: i64, count: i64, dest: i64, want: i64, kind: i64
) -> bool:
    """Begin an operation called as in `calls.call`; True if the function that it calls is to be called next."""
    operation = native.operation
    state = machine.call
    state.coroutine = co
    state.function = native
    state.base = at + 1
    state.count = count
    machine.running = native
    if operation == OP_PCALL:
        state.check_any(1)
    elif operation == OP_XPCALL:
        handler = state.check_any(2) if machine.dialect.any_handler else state.check_function(2)
        function = state.arg(1)
        machine.set_register(co, at + 1, handler)
        machine.set_register(co, at + 2, function)
    elif operation == OP_RESUME:
        target = state.arg(1)
        if not isinstance(target, Coroutine):
            raise state.alternatives_error(1, machine.dialect.thread_word)
        machine.push_frame(co, native, pack_info(dest, at + 1, want, kind))
        machine.running = None
        resume(machine, co, target, state.args(2))
        return False
    elif operation == OP_WRAP:
        target = cast(Coroutine, state.upvalue(0))
        machine.push_frame(co, native, pack_info(dest, at + 1, want, kind))
        machine.running = None
        resume(machine, co, target, state.args(1))
        return False
    elif operation == OP_YIELD:
        resumer = co.resumer
        if resumer is None:
            if machine.dialect.yield_has_position:
                raise state.error(machine.dialect.outside_yield)
            raise naming_error(machine, machine.dialect.outside_yield)
        if not yieldable(machine, co):
            raise naming_error(machine, b"attempt to yield across a C-call boundary")
        values = state.args(1)
        machine.push_frame(co, native, pack_info(dest, at + 1, want, kind))
        machine.running = None
        machine.set_status(co, SUSPENDED, None)
        switch_back(machine, resumer, values)
        return False
    else:
        assert operation == OP_CLOSE
        close(machine, co, native, at, count, dest, want, kind)
        return False
    machine.running = None
    machine.push_frame(co, native, pack_info(dest, at + 1, want, kind))
    return True


def naming_error(machine: Machine, message: bytes) -> LuaError:
    """An error of the operation itself: the position is that of the Lua function that called it, if one did."""
    return LuaError(message) if machine.running is None else naming.run_error(machine, message)


def results(native: NativeFunction, values: list[object]) -> list[object]:
    """What an operation returns when what it called (or resumed) came back with `values`."""
    if native.operation in (OP_PCALL, OP_XPCALL, OP_RESUME, OP_CLOSE):
        return [True, *values]
    return values


# -- coroutines ----------------------------------------------------------------------------------------


def status_name(machine: Machine, co: Coroutine) -> bytes:
    return _STATUS_NAMES[co.status]


def resume(machine: Machine, co: Coroutine, target: Coroutine, values: list[object]) -> None:
    """Switch to `target`; the operation's frame on top of `co` waits for what it yields or returns."""
    if target.status != SUSPENDED:
        running, normal = machine.dialect.refused_states
        name = b"dead" if target.status in (DEAD, FAILED) else normal if target.status == NORMAL else running
        refuse(machine, co, b"cannot resume " + name + b" coroutine")
        return
    levels = co.inherited_levels + co.levels
    if levels >= LEVEL_LIMIT - 1:
        refuse(machine, co, b"C stack overflow")
        return
    machine.set_status(co, NORMAL, co.resumer)
    machine.set_status(target, RUNNING, co)
    target.inherited_levels = levels
    machine.set_current(target)
    if target.depth < 0:
        target.reserve(1 + len(values))
        for offset, value in enumerate(values):
            machine.set_register(target, 1 + offset, value)
        calls.call(machine, target, 0, len(values), 0, 0, K_BODY)
        return
    # It stands in a yield, whose results these are.
    calls.leave(machine, target, values)


def refuse(machine: Machine, co: Coroutine, message: bytes) -> None:
    """The coroutine cannot be resumed: `resume` returns that, a wrapped one raises it."""
    native = cast(NativeFunction, co.functions[co.depth])
    if native.operation == OP_WRAP:
        raise LuaError(machine.where(1) + message)  # its frame stays, to be seen as the one that raises
    calls.leave(machine, co, [False, message])


def switch_back(machine: Machine, resumer: Coroutine, values: list[object]) -> None:
    """The resumer goes on, its resume (or wrapped function) returning `values`."""
    machine.set_status(resumer, RUNNING, resumer.resumer)
    machine.set_current(resumer)
    native = cast(NativeFunction, resumer.functions[resumer.depth])
    calls.leave(machine, resumer, results(native, values))


def finish_body(machine: Machine, co: Coroutine, values: list[object]) -> None:
    """The coroutine's function has returned."""
    resumer = co.resumer
    assert resumer is not None
    machine.set_status(co, DEAD, None)
    switch_back(machine, resumer, values)


def die(machine: Machine, co: Coroutine, error: LuaError) -> LuaError:
    """An error leaves a coroutine: it is dead.  The error to go on with in the resumer, or DELIVERED."""
    resumer = co.resumer
    assert resumer is not None
    native = cast(NativeFunction, resumer.functions[resumer.depth])
    if native.operation == OP_WRAP and len(co.closing) > 0:
        begin_kill(machine, co, resumer, error.value, True)
        return DELIVERED
    machine.set_register(co, 0, error.value)
    machine.set_status(co, FAILED, None)
    machine.set_status(resumer, RUNNING, resumer.resumer)
    machine.set_current(resumer)
    if native.operation == OP_WRAP:
        return wrapped_error(machine, error.value)  # its frame stays, to be seen as the one that raises
    calls.leave(machine, resumer, [False, error.value])
    return DELIVERED


def wrapped_error(machine: Machine, value: object) -> LuaError:
    """A wrapped coroutine's error, as its caller gets it: with the caller's position before a string."""
    if machine.dialect.number_positions and isinstance(value, (int, float)) and not isinstance(value, bool):
        value = numbers.to_bytes(value, machine.float_style)
    return LuaError(machine.where(1) + value) if isinstance(value, bytes) else LuaError(value)


def yieldable(machine: Machine, co: Coroutine) -> bool:
    """Whether a coroutine may be left where it is: not in a hook, in a finalizer, nor while it is being closed."""
    if co.hook_depth >= 0 or co.functions[0] is machine.killer:
        return False
    if machine.finalizing:
        for level in range(co.depth + 1):
            if co.functions[level] is machine.finalizer:
                return False
    return True


# -- closing a coroutine -------------------------------------------------------------------------------


def close(
    machine: Machine, co: Coroutine, native: NativeFunction, at: i64, count: i64, dest: i64, want: i64, kind: i64
) -> None:
    """`coroutine.close` (manual 6.2)."""
    running = machine.dialect.close_running
    target = co if running and not machine.call.given(1) else machine.call.arg(1)
    if not isinstance(target, Coroutine):
        raise machine.call.type_error(1, b"thread")
    if running and target is machine.main and target is co:
        raise machine.call.error(b"cannot close main thread")
    if target.status == NORMAL or (target.status == RUNNING and not running):
        raise machine.call.error(b"cannot close a " + status_name(machine, target) + b" coroutine")
    machine.running = None
    if target is co:
        resumer = co.resumer
        assert resumer is not None
        begin_kill(machine, co, resumer, None, False)
        return
    machine.push_frame(co, native, pack_info(dest, at + 1, want, kind))
    failed = target.status == FAILED
    begin_kill(machine, target, co, target.get(0) if failed else None, failed)


def begin_kill(machine: Machine, target: Coroutine, resumer: Coroutine, error: object, failed: bool) -> None:
    """Give up a coroutine's stack and run it to close its pending variables, with the error that killed it."""
    machine.set_status(resumer, NORMAL, resumer.resumer)
    machine.set_status(target, RUNNING, resumer)
    target.inherited_levels = resumer.inherited_levels + resumer.levels
    machine.set_current(target)
    machine.drop_frames(target, -1)
    machine.set_register(target, 0, error)
    machine.push_frame(target, machine.killer, pack_info(0, 0, 1 if failed else 0, 0))
    unwinding.go_on(machine, target)


def mark_failed(machine: Machine, co: Coroutine) -> None:
    """A pending variable of a coroutine that is being closed could not be closed."""
    machine.drop_frames(co, -1)
    machine.push_frame(co, machine.killer, pack_info(0, 0, 1, 0))


def killed(machine: Machine, co: Coroutine, error: object) -> None:
    """All variables of a coroutine that is being closed are closed."""
    resumer = co.resumer
    assert resumer is not None
    failed = co.infos[0] >> 48 != 0
    machine.drop_frames(co, -1)
    native = cast(NativeFunction, resumer.functions[resumer.depth])
    if not failed:
        machine.set_status(co, DEAD, None)
        switch_back(machine, resumer, [])
        return
    # A coroutine that closes itself and fails is as any that has failed.
    if native.operation == OP_RESUME:
        machine.set_register(co, 0, error)
        machine.set_status(co, FAILED, None)
    else:
        machine.set_status(co, DEAD, None)
    machine.set_status(resumer, RUNNING, resumer.resumer)
    machine.set_current(resumer)
    if native.operation == OP_WRAP:
        raise wrapped_error(machine, error)
    calls.leave(machine, resumer, [False, error])


def new_coroutine(machine: Machine, function: LuaClosure | NativeFunction) -> Coroutine:
    machine.allocated += 1000
    co = Coroutine(machine.new_identity(), machine.dialect)
    co.epoch = machine.epoch
    co.put(0, function)
    co.environment = machine.current.environment
    # PUC Lua's new threads inherit the mask and the count, but not the function that the debug library calls.
    co.hook_mask = machine.current.hook_mask
    co.hook_count = machine.current.hook_count
    return co
