"""Calls and returns off the fast path: natives, VM operations, metamethod results, tail calls.

`call` starts a call of any value; `deliver` brings results to whoever waits for them, which the frame's
``kind`` says (``engine/runtime/coroutine.py``).  Neither nests a run loop: a Lua function that is called is a
frame that the dispatch loop goes on with.  All writes are noted.
"""

from typing import Final, cast

from mypy_extensions import i64

from engine.compiler import names
from engine.compiler.proto import Proto
from engine.runtime.coroutine import (
    CALLED_FLAG,
    K_BODY,
    K_CALL,
    K_CLOSE,
    K_CONCAT,
    K_CONDITION,
    K_DISCARD,
    K_FINALIZER,
    K_HANDLER,
    K_HOOK,
    K_HOST,
    K_LIBRARY,
    K_META,
    K_NATIVE,
    K_NEGATION,
    K_RELAY,
    K_UNWIND,
    KIND_MASK,
    TAIL_FLAG,
    Coroutine,
    is_level,
    pack_info,
)
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell, Invoke, LuaClosure, LuaError, NativeFunction
from engine.vm import collector, hooks, metamethods, naming, operations, unwinding
from engine.vm.machine import Machine

_CALL_CHAIN: Final = 1000  # how many __call may lead to one another
_COUNTED_CHAIN: Final = 15  # the same where they are counted
_HANDLER_ROOM: Final = 200  # registers over the limit that a message handler may use


def call(machine: Machine, co: Coroutine, at: i64, count: i64, dest: i64, want: i64, kind: i64) -> None:
    """Call the value in register `at` with the `count` arguments after it; results go to `dest` (see pack_info).

    The kind may carry TAIL_FLAG's bit (16): the call replaces the frame it came from.
    """
    call_counted(machine, co, at, count, dest, want, kind, 0)


def call_counted(
    machine: Machine, co: Coroutine, at: i64, count: i64, dest: i64, want: i64, kind: i64, chain: i64
) -> None:
    """The same, where `chain` of the arguments are those that `__call` has added already."""
    while True:
        function = co.get(at)
        if isinstance(function, LuaClosure):
            if chain > 0 and machine.dialect.extra_arguments:
                enter_called(machine, co, function, at, count, dest, want, kind, chain)
                return
            enter(machine, co, function, at, count, dest, want, kind)
            return
        if isinstance(function, NativeFunction):
            if co.hook is not None and hooks.delays_call(machine, co, function, at, count, dest, want, kind):
                return
            machine.call.extra = chain
            if function.operation > 0:
                if is_level(kind << 57):
                    machine.check_level(co, True)
                if operations.start(machine, co, function, at, count, dest, want, kind):
                    machine.call.extra = chain = 0
                    # pcall and its like: the function to call follows, its results go to the operation.
                    skipped: i64 = 1
                    if function.operation == operations.OP_XPCALL:
                        skipped = 2
                        if not machine.dialect.handled_arguments:
                            count = 2
                    at += skipped
                    count -= skipped
                    dest = at
                    want = 0
                    kind = K_NATIVE
                    continue
                machine.call.extra = 0
                return
            run_native(machine, co, function, at, count, dest, want, kind)
            return
        handler = call_handler(machine, function)
        if handler is None:
            raise naming.call_error(machine, co, at, function)
        chain += 1
        check_chain(machine, chain)
        co.reserve(at + count + 2)
        position = at + count
        while position >= at:
            machine.copy_register(co, position + 1, position)
            position -= 1
        machine.set_register(co, at, handler)
        count += 1


def check_chain(machine: Machine, chain: i64) -> None:
    """So many `__call` lead to one another."""
    if machine.dialect.extra_arguments:
        if chain > _COUNTED_CHAIN:
            raise naming.run_error(machine, b"'__call' chain too long")
    elif chain > _CALL_CHAIN:
        raise naming.run_error(machine, b"stack overflow")


def call_handler(machine: Machine, value: object) -> object:
    """What to call in the place of a value that is no function; nil (None) if there is nothing."""
    handler = machine.metamethod(value, b"__call")
    if machine.dialect.call_chains or isinstance(handler, (LuaClosure, NativeFunction)):
        return handler
    return None


def enter(
    machine: Machine, co: Coroutine, closure: LuaClosure, at: i64, count: i64, dest: i64, want: i64, kind: i64
) -> None:
    """Push the frame of a Lua function: missing parameters become nil, varargs stay below the frame.

    A vararg function's frame starts above its arguments: ..., extra arguments, their number, R[0], ...
    """
    proto = closure.proto
    parameters: i64 = proto.parameters
    if is_level(kind << 57):
        machine.check_level(co, kind == K_LIBRARY)
    base = at + 1
    if proto.is_vararg:
        base = at + count + 2
    check_stack(machine, co, base + proto.frame_size)
    if co.depth >= co.frame_limit:
        check_frames(machine, co)
    co.reserve(base + proto.room)
    if proto.is_vararg:
        extra: i64 = count - parameters if count > parameters else 0
        machine.set_count(co, base - 1, extra)
        for offset in range(min(count, parameters)):
            machine.copy_register(co, base + offset, at + 1 + offset)
    position = base + count if count < parameters else base + parameters
    while position < base + parameters:
        machine.set_register(co, position, None)
        position += 1
    machine.push_frame(co, closure, pack_info(dest, base, want, kind))


def enter_called(
    machine: Machine, co: Coroutine, closure: LuaClosure, at: i64, count: i64, dest: i64, want: i64, kind: i64,
    chain: i64,
) -> None:  # fmt: skip
    """Enter a Lua function with arguments that `__call` has added: their number stands where the function stood.

    `Coroutine.extra_arguments` finds it there, and therefore needs arguments for all parameters.
    """
    parameters: i64 = closure.proto.parameters
    while count < parameters:
        count += 1
        co.reserve(at + count + 1)
        machine.set_register(co, at + count, None)
    enter(machine, co, closure, at, count, dest, want, kind | CALLED_FLAG >> 57)
    machine.set_count(co, at, chain)


def check_stack(machine: Machine, co: Coroutine, needed: i64) -> None:
    limit = co.stack_limit
    if needed > limit:
        if needed > limit + _HANDLER_ROOM:
            raise LuaError(b"error in error handling", handled=True)
        if not unwinding.is_handling(co):
            raise naming.run_error(machine, b"stack overflow")


def check_frames(machine: Machine, co: Coroutine) -> None:
    """More calls are in progress than the dialect allows."""
    if co.depth >= co.frame_limit + _HANDLER_ROOM:
        raise LuaError(b"error in error handling", handled=True)
    if not unwinding.is_handling(co):
        raise naming.run_error(machine, b"stack overflow")


def run_native(
    machine: Machine, co: Coroutine, native: NativeFunction, at: i64, count: i64, dest: i64, want: i64, kind: i64
) -> None:
    state = machine.call
    state.coroutine = co
    state.function = native
    state.base = at + 1
    state.count = count
    machine.running = native
    machine.poller.called()
    value = native.function(state)
    machine.running = None
    finish(machine, co, value, at, count, dest, want, kind)


def finish(
    machine: Machine, co: Coroutine, value: object, at: i64, count: i64, dest: i64, want: i64, kind: i64
) -> None:
    """What a native returned: its results, or a call in its place."""
    native = machine.call.function
    if isinstance(value, Invoke) and value.function is not machine.no_function:
        co.reserve(at + 1 + len(value.arguments))
        machine.set_register(co, at, value.function)
        for offset, argument in enumerate(value.arguments):
            machine.set_register(co, at + 1 + offset, argument)
        info = pack_info(dest, at + 1, want, kind)
        chain = machine.call.extra
        machine.call.extra = 0
        if co.hook is not None and hooks.waits(machine, co, native, value.function, info):
            dest, want, kind = at, 0, K_NATIVE
        elif kind == K_CALL:
            kind = K_LIBRARY
        call_counted(machine, co, at, len(value.arguments), dest, want, kind, chain)
        return
    machine.call.extra = 0
    values: list[object] = [value]
    if isinstance(value, tuple):
        values = list(value)
        machine.poller.took(5 * len(values))
    elif isinstance(value, Invoke):
        values = []
    if co.hook is None or not hooks.delays_return(machine, co, native, at, count, dest, want, kind, values):
        deliver(machine, co, dest, want, kind, values)


def leave(machine: Machine, co: Coroutine, values: list[object]) -> None:
    """The VM operation on top of the stack is over: bring its results to its caller."""
    if co.hook is not None and hooks.delays_leaving(machine, co, values):
        return
    info = co.infos[co.depth]
    machine.pop_frame(co)
    deliver(machine, co, info & 0xFFFFFF, (info >> 48) & 0x1FF, info >> 57, values)


def deliver(machine: Machine, co: Coroutine, dest: i64, want: i64, kind: i64, values: list[object]) -> None:
    """Bring results to the frame that is now on top of `co`, or beyond, as `kind` says."""
    while True:
        kind &= KIND_MASK
        if kind == K_CALL or kind == K_LIBRARY:
            store_results(machine, co, dest, want, values)
        elif kind == K_META:
            machine.set_register(co, dest, first_of(values))
        elif kind == K_CONDITION or kind == K_NEGATION:
            value = first_of(values)
            truth = value is not None and value is not False
            decide(machine, co, truth == (kind == K_CONDITION))
        elif kind == K_CONCAT:
            machine.set_register(co, dest, first_of(values))
            closure = cast(LuaClosure, co.functions[co.depth])
            word = closure.proto.original[co.pcs[co.depth] - 1]
            metamethods.concat(machine, co, co.base(co.depth) + ((word >> 8) & 0xFF), dest)
        elif kind == K_CLOSE:
            machine.set_top(co, dest)
            machine.set_pc(co, co.depth, co.pcs[co.depth] - 1)
        elif kind == K_NATIVE or kind == K_RELAY:
            native = cast(NativeFunction, co.functions[co.depth])
            values = operations.results(native, values)
            if co.hook is not None and hooks.delays_leaving(machine, co, values):
                return
            info = co.infos[co.depth]
            machine.pop_frame(co)
            dest = info & 0xFFFFFF
            want = (info >> 48) & 0x1FF
            kind = info >> 57
            continue
        elif kind == K_BODY:
            operations.finish_body(machine, co, values)
        elif kind == K_HOST:
            machine.pop_frame(co)
            machine.note_own()
            machine.results = values
        elif kind == K_HANDLER:
            unwinding.handled(machine, co, first_of(values))
        elif kind == K_UNWIND:
            unwinding.go_on(machine, co)
        elif kind == K_FINALIZER:
            machine.set_top(co, dest)
            collector.finalized(machine, co)
        elif kind == K_HOOK:
            machine.set_top(co, dest)
            hooks.returned(machine, co)
        else:
            assert kind == K_DISCARD
        return


def first_of(values: list[object]) -> object:
    return values[0] if len(values) > 0 else None


def store_results(machine: Machine, co: Coroutine, dest: i64, want: i64, values: list[object]) -> None:
    """Results adjusted to the number wanted (manual 3.4.12), or all of them up to a new top."""
    given: i64 = len(values)
    if want == 0:
        check_stack(machine, co, dest + given)
        co.reserve(dest + given)
        for offset in range(given):
            machine.set_register(co, dest + offset, values[offset])
        machine.set_top(co, dest + given)
        return
    for offset in range(want - 1):
        machine.set_register(co, dest + offset, values[offset] if offset < given else None)


def decide(machine: Machine, co: Coroutine, truth: bool) -> None:
    """The conditional jump of the waiting comparison."""
    closure = cast(LuaClosure, co.functions[co.depth])
    pc = co.pcs[co.depth]
    word = closure.proto.original[pc - 1]
    if truth == (((word >> 16) & 1) != 0):
        machine.set_pc(co, co.depth, pc + (((word >> 40) ^ 0x8000) - 0x8000))


# -- returns -------------------------------------------------------------------------------------------


def return_values(machine: Machine, co: Coroutine, first: i64, count: i64) -> None:
    """Leave the running frame with the values in `count` registers."""
    values: list[object] = [co.get(at) for at in range(first, first + count)]
    info = co.infos[co.depth]
    machine.pop_frame(co)
    deliver(machine, co, info & 0xFFFFFF, (info >> 48) & 0x1FF, info >> 57, values)


def tail_call(machine: Machine, co: Coroutine, a: i64, count: i64) -> None:
    """TAILCALL off the fast path.

    A Lua function takes the running frame's place, moved down to where that began; in some dialects a native does
    too.  Else a native is called as usual, and the RETURN that follows the instruction returns its results.  Where
    tail calls are levels, their number stands where the function stood.
    """
    function = co.get(a)
    arguments: list[object] = [co.get(at) for at in range(a + 1, a + 1 + count)]
    chain = 0
    while not isinstance(function, (LuaClosure, NativeFunction)):
        handler = call_handler(machine, function)
        if handler is None:
            raise naming.call_error(machine, co, a, function)
        chain += 1
        check_chain(machine, chain)
        arguments.insert(0, function)
        function = handler
    dialect = machine.dialect
    if isinstance(function, NativeFunction) and not dialect.native_tail_calls:
        call(machine, co, a, count, a, 0, K_CALL)
        return
    counts = dialect.reports.tail_levels
    tails = co.tail_calls(co.depth) if counts else 0
    if counts and isinstance(function, LuaClosure):
        # `Coroutine.tail_calls` finds the number only if there are arguments for all parameters.
        missing = function.proto.parameters - len(arguments)
        if missing > 0:
            arguments += [None] * missing
    info = co.infos[co.depth]
    machine.pop_frame(co)
    at = co.free_index()
    co.reserve(at + 1 + len(arguments))
    machine.set_register(co, at, function)
    for offset, argument in enumerate(arguments):
        machine.set_register(co, at + 1 + offset, argument)
    dest, want, kind = info & 0xFFFFFF, (info >> 48) & 0x1FF, (info >> 57) & KIND_MASK
    if not isinstance(function, LuaClosure):
        call(machine, co, at, len(arguments), dest, want, kind)
        return
    enter(machine, co, function, at, len(arguments), dest, want, kind | TAIL_FLAG >> 57)
    if counts:
        machine.set_count(co, at, tails + 1)


# -- lists -------------------------------------------------------------------------------------------


def set_list(machine: Machine, co: Coroutine, a: i64, word: i64) -> None:
    """SETLIST: raw assignments to a table that its constructor is still filling."""
    table = cast(LuaTable, co.refs[a])
    count = (word >> 24) & 0xFFFF
    if count == 0:
        count = co.top - a - 1
    offset = word >> 40
    if (word >> 16) & 1:
        pc = co.pcs[co.depth]
        closure = cast(LuaClosure, co.functions[co.depth])
        offset += (closure.proto.original[pc] >> 24) << 16
        co.pcs[co.depth] = pc + 1
    if count == 0:
        return
    machine.allocated += 16 * count
    if offset == len(table.array):
        values: list[object] = [co.get(a + at) for at in range(1, count + 1)]
        machine.array_replace(table, values if offset == 0 else table.array + values)
        return
    for at in range(1, count + 1):
        machine.raw_set(table, offset + at, co.get(a + at))


def make_closure(machine: Machine, co: Coroutine, a: i64, proto: Proto, cells: list[Cell]) -> None:
    """CLOSURE where closures are cached: the one that was made last serves again if it has the same upvalues."""
    cached = machine.closures.get(proto)
    if cached is None or not same_cells(cached.cells, cells):
        machine.allocated += 40
        cached = LuaClosure(proto, cells, machine.t << 16)
        machine.cache_closure(proto, cached)
    machine.set_register(co, a, cached)


def same_cells(some: list[Cell], others: list[Cell]) -> bool:
    for at, cell in enumerate(some):  # noqa: SIM110  # compiled, a generator expression is slow
        if cell is not others[at]:
            return False
    return True


# -- generic for ---------------------------------------------------------------------------------------


def prepare_iteration(machine: Machine, co: Coroutine, a: i64) -> None:
    """TFORPREP: the closing value comes before the control variable, which is the first loop variable."""
    closing = co.get(a + 3)
    control = co.get(a + 2)
    machine.set_register(co, a + 2, closing)
    machine.set_register(co, a + 3, control)
    if machine.dialect.closing_values:
        mark_closing(machine, co, a + 2)


def iterate(machine: Machine, co: Coroutine, a: i64, count: i64) -> None:
    """TFORCALL off the fast path."""
    at = co.free_index()
    co.reserve(at + 3)
    machine.copy_register(co, at, a)
    machine.copy_register(co, at + 1, a + 1)
    machine.copy_register(co, at + 2, a + 3)
    call(machine, co, at, 2, a + 3, count + 1, K_CALL)


# -- to-be-closed variables ----------------------------------------------------------------------------


def mark_closing(machine: Machine, co: Coroutine, index: i64) -> None:
    """TBC (manual 3.3.8): the value must be false, or have a __close."""
    value = machine.local_value(co, index)
    if value is None or value is False:
        return
    if machine.metamethod(value, b"__close") is None:
        closure = cast(LuaClosure, co.functions[co.depth])
        name = names.local_name(closure.proto, int(co.pcs[co.depth]) - 1, int(index - co.base(co.depth))) or b"?"
        raise naming.run_error(machine, b"variable '%s' got a non-closable value" % name)
    machine.set_closing(co, [*co.closing, int(index)])


def close_pending(machine: Machine, co: Coroutine, level: i64, keep_top: i64) -> None:
    """CLOSE: call the last pending __close at or above `level`; the instruction is executed until none is left."""
    index = co.closing[len(co.closing) - 1]
    if index < level:
        return
    machine.set_closing(co, co.closing[:-1])
    at = co.free_index()
    if keep_top and co.top > at:
        at = co.top
    call_close(machine, co, index, None, at, co.top, K_CLOSE)


def call_close(machine: Machine, co: Coroutine, index: i64, error: object, at: i64, dest: i64, kind: i64) -> None:
    """Call the __close of the variable in a register, with the error that is in flight, or nil, or nothing."""
    value = machine.local_value(co, index)
    handler = machine.metamethod(value, b"__close")
    co.reserve(at + 3)
    machine.set_register(co, at, value if handler is None else handler)
    machine.set_register(co, at + 1, value)
    machine.set_register(co, at + 2, error)
    count = 1 if error is None and machine.dialect.close_without_error else 2
    call(machine, co, at, count, dest, 1, kind)


# -- collection ----------------------------------------------------------------------------------------


def collect(machine: Machine) -> None:
    """A collection is due: a step of its own, before the instruction that would allocate."""
    collector.step(machine)
