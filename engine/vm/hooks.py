"""Debug hooks (`debug.sethook`, manual 6.10): calls, returns, lines and counts.

A coroutine that has a hook is executed here, one instruction at a time, with the calls of its hook in between; one
that has none pays nothing.  A hook runs as a frame on top of the function it watches, and while it runs nothing
else of its coroutine is hooked.

What has been done before an instruction is a record in the coroutine (`hook_step`, `hook_stage`, `hook_line`,
`hook_pc`), written in steps of its own.  It holds after the step `hook_step` only, so executing the instruction
ends it without having to write anything.  A native that is watched has a frame while the hook runs for it: before
it is called, with its arguments, and afterwards, with its results.
"""

from typing import Final, cast

from mypy_extensions import i64

from engine.compiler import opcodes as op
from engine.history.changes import HookChange
from engine.runtime.coroutine import K_CALL, K_CLOSE, K_HOOK, KIND_MASK, TAIL_FLAG, Coroutine, pack_info
from engine.runtime.values import LuaClosure, NativeFunction
from engine.vm import activations, calls, loop, operations
from engine.vm.machine import NEVER, Machine

HOOK_CALL: Final = 1
HOOK_RETURN: Final = 2
HOOK_LINE: Final = 4
HOOK_COUNT: Final = 8

# `Coroutine.hook_stage`: how far the hooks of the next instruction have got, or of the native on top.
NOTHING: Final = 0
ENTERED: Final = 1  # the call hook has been called: the function begins
COUNTED: Final = 2  # the count hook has been called, the line hook is due
TRACED: Final = 3  # all but the return hook
PASSING: Final = 4  # all; and the next step may jump back, or returns, from `hook_pc`
CLOSING: Final = 5  # all; and the next step returns to a CLOSE that is not over
CALLING: Final = 6  # the native on top is to be called
RETURNING: Final = 7  # the native on top has its results

_FIRST_HIDDEN: Final = 7  # operations from here on are the VM's own (operations.OP_HOST)
_RETURNS: Final = (op.RETURN, op.RETURN0, op.RETURN1)
_JUMPS: Final = (
    op.JMP, op.TEST, op.FORLOOP, op.TFORLOOP,
    op.LT, op.LE, op.LTI, op.GTI, op.LEI, op.GEI, op.EQ, op.EQK, op.EQI, op.TESTSET,
)  # fmt: skip
_ALLOCATING: Final = (op.NEWTABLE, op.CLOSURE, op.CONCAT)


def advance(machine: Machine, limit: i64) -> i64:
    """One step of a coroutine that has a debug hook (while the hook runs, any number); the reasons are `loop`'s."""
    co = machine.current
    if machine.t >= limit:
        return loop.LIMIT
    if co.hook_depth >= 0:
        return loop.execute(machine, limit)
    if machine.finalizing:
        return loop.execute(machine, machine.t + 1)
    depth = co.depth
    closure = cast(LuaClosure, co.functions[depth])
    word = closure.proto.original[co.pcs[depth]]
    stage = stage_now(machine, co)
    if closure.proto.is_library:
        if activations.is_hidden(co, depth):
            stage = PASSING
        elif stage == NOTHING and co.pcs[depth] == 0 and co.hook_mask & HOOK_CALL and closure not in machine.fronts:
            machine.begin_step()
            call_hook(machine, co, b"call", None, ENTERED, 1, closure.proto.parameters)
            return loop.LIMIT
    elif stage < TRACED and is_traced(machine, co, closure, word, stage):
        return loop.LIMIT
    if stage < PASSING and word & 0xFF in _RETURNS and co.hook_mask & (HOOK_RETURN | HOOK_LINE):
        leave(machine, co, closure, word)
        return loop.LIMIT
    return execute(machine, co, closure, word)


def execute(machine: Machine, co: Coroutine, closure: LuaClosure, word: i64) -> i64:
    """Execute the instruction; natives are called on the slow path, where `delays_call` and `delays_return` are."""
    code = word & 0xFF
    pc = co.pcs[co.depth]
    if closure.proto.code[pc] & 0xFF == op.VISIT:
        machine.visits.meet(closure.proto, pc, machine.replaying)
    if code in (op.CALL, op.TFORCALL) and closure.proto.code[pc] & 0xFF != op.BREAK:
        a = co.base(co.depth) + ((word >> 8) & 0xFF)
        if is_seen(machine, co.get(a)) and co.hook_mask & (HOOK_CALL | HOOK_RETURN):
            machine.begin_step()
            machine.set_pc(co, co.depth, pc + 1)
            if code == op.CALL:
                count = (word >> 24) & 0xFFFF
                calls.call(machine, co, a, count - 1 if count else co.top - a - 1, a, word >> 40, K_CALL)
            else:
                calls.iterate(machine, co, a, word >> 40)
            return loop.LIMIT
    if code not in _ALLOCATING or machine.allocated <= machine.threshold or closure.proto.is_library:
        return loop.execute(machine, machine.t + 1)
    # A collection now would be taken for the instruction; `is_traced` finds a better moment.
    threshold = machine.threshold
    machine.threshold = NEVER
    try:
        return loop.execute(machine, machine.t + 1)
    finally:
        if machine.threshold == NEVER:
            machine.threshold = threshold


# -- records -------------------------------------------------------------------------------------------


def stage_now(machine: Machine, co: Coroutine) -> i64:
    """How far the hooks of the next instruction have got."""
    if co.hook_step == machine.t:
        return co.hook_stage
    if co.hook_step == machine.t - 1 and co.hook_stage == CLOSING:
        return TRACED
    return NOTHING


def has_passed(machine: Machine, co: Coroutine) -> bool:
    """Whether the last step went on in this frame from the instruction at `hook_pc`."""
    return co.hook_stage == PASSING and co.hook_step == machine.t - 1 and co.hook_line >> 32 == co.depth


def write_record(machine: Machine, co: Coroutine, stage: i64, depth: i64, line: int, pc: i64) -> None:
    """The record holds from the end of this step on."""
    if machine.recording:
        machine.note(HookChange(co))
    co.hook_step = machine.t
    co.hook_stage = stage
    co.hook_line = depth << 32 | (line & 0xFFFFFFFF)
    co.hook_pc = pc


def record_return(machine: Machine, co: Coroutine, level: i64) -> None:
    """The frame at a level is about to return: the line that its caller goes on in was seen at the call."""
    kind = (co.infos[level] >> 57) & KIND_MASK
    level -= 1
    while level >= 0 and isinstance(co.functions[level], NativeFunction):
        level -= 1
    function = co.functions[level] if level >= 0 else None
    if isinstance(function, LuaClosure) and not function.proto.is_library:
        pc = co.pcs[level] - 1
        stage = CLOSING if kind == K_CLOSE else PASSING
        write_record(machine, co, stage, level, activations.line_at(function, pc), pc)
    else:
        write_record(machine, co, PASSING, -1, 0, 0)


def jumps_back(word: i64) -> bool:
    """Whether an instruction may jump back: sBx and sC have their sign in the same bit."""
    return (word >> 55) & 1 != 0 and word & 0xFF in _JUMPS


# -- before an instruction -----------------------------------------------------------------------------


def is_traced(machine: Machine, co: Coroutine, closure: LuaClosure, word: i64, stage: i64) -> bool:
    """Call the call, count or line hook that is due, or write the record that is; whether that took a step.

    A line is new where the function begins, after a jump back, and where it differs from that of the instruction
    before (`luaG_traceexec`).
    """
    mask = co.hook_mask
    depth = co.depth
    pc = co.pcs[depth]
    line = activations.line_at(closure, pc)
    if stage == COUNTED:
        machine.begin_step()
        call_line_hook(machine, co, jumps_back(word), line)
        return True
    passed = has_passed(machine, co)
    entered = stage == ENTERED or (pc == 0 and not passed)
    if entered and stage == NOTHING and mask & HOOK_CALL:
        machine.begin_step()
        write_record(machine, co, ENTERED, depth, line, pc)
        event = b"tail call" if co.infos[depth] & TAIL_FLAG else b"call"
        call_hook(machine, co, event, None, ENTERED, 1, closure.proto.parameters)
        return True
    if machine.allocated > machine.threshold and pc > 0 and not passed:
        machine.begin_step()
        calls.collect(machine)
        return True
    lines = mask & HOOK_LINE != 0
    new_line = lines and (
        entered
        or (passed and pc <= co.hook_pc)
        or line != line_before(co, closure)
        or (pc > 0 and machine.dialect.loops_test_first and closure.proto.original[pc - 1] & 0xFF == op.FORPREP)
    )
    back = jumps_back(word)
    # Where the record tells the line already, and no jump can make it out of date, nothing need be written.
    known = co.hook_line == (depth << 32 | (line & 0xFFFFFFFF))
    if not (mask & HOOK_COUNT or new_line or (lines and not known) or (back and mask & (HOOK_CALL | HOOK_LINE))):
        return False
    machine.begin_step()
    write_record(machine, co, PASSING if back else TRACED, depth, line, pc)
    if mask & HOOK_COUNT:
        co.hook_left -= 1
        if co.hook_left == 0:
            co.hook_left = co.hook_count
            # The hook's return counts as coming to this instruction, so that its line is always new.
            after = COUNTED if lines else co.hook_stage
            call_hook(machine, co, b"count", None, after, 0, 0)
            return True
    if new_line:
        call_line_hook(machine, co, back, line)
    return True


def line_before(co: Coroutine, closure: LuaClosure) -> int:
    """The line of the instruction before this one, as the record or the call that has returned tells it."""
    if co.hook_line >> 32 == co.depth:
        line = co.hook_line & 0xFFFFFFFF
        return -1 if line == 0xFFFFFFFF else line
    return activations.line_at(closure, co.pcs[co.depth] - 1)


def call_line_hook(machine: Machine, co: Coroutine, back: bool, line: int) -> None:
    call_hook(machine, co, b"line", line if line >= 0 else None, PASSING if back else TRACED, 0, 0)


def leave(machine: Machine, co: Coroutine, closure: LuaClosure, word: i64) -> None:
    """Before a return: call the return hook, with the frame and its results still there, and write the record."""
    machine.begin_step()
    depth = co.depth
    a = (word >> 8) & 0xFF
    count: i64 = (word >> 24) & 0xFFFF
    if word & 0xFF != op.RETURN:
        count = 1 if word & 0xFF == op.RETURN1 else 0
    elif count == 0:
        count = co.top - co.base(depth) - a
    else:
        count -= 1
    record_return(machine, co, depth)
    if co.hook_mask & HOOK_RETURN:
        call_hook(machine, co, b"return", None, co.hook_stage, a + 1, count)


# -- natives -------------------------------------------------------------------------------------------


def is_seen(machine: Machine, function: object) -> bool:
    """Whether a function is a native that the program knows."""
    return (
        isinstance(function, NativeFunction)
        and function.operation < _FIRST_HIDDEN
        and not function.is_library
        and function is not machine.no_function
    )


def watches(machine: Machine, co: Coroutine, native: NativeFunction, event: i64) -> bool:
    """Whether the coroutine's hook is to be called for an event of a native."""
    if co.hook is None or co.hook_mask & event == 0 or co.hook_depth >= 0 or machine.finalizing:
        return False
    return is_seen(machine, native)


def delays_call(
    machine: Machine, co: Coroutine, native: NativeFunction, at: i64, count: i64, dest: i64, want: i64, kind: i64
) -> bool:
    """Call the call hook before a native, which is then called when that returns; False if it may run at once."""
    if co.hook_stage == CALLING and co.hook_step == machine.t:
        co.hook_stage = NOTHING
        return False
    if not watches(machine, co, native, HOOK_CALL):
        return False
    push_native(machine, co, native, -1 - count, pack_info(dest, at + 1, want, kind))
    call_hook(machine, co, b"call", None, CALLING, 1, count)
    return True


def delays_return(
    machine: Machine,
    co: Coroutine,
    native: NativeFunction,
    at: i64,
    count: i64,
    dest: i64,
    want: i64,
    kind: i64,
    values: list[object],
) -> bool:
    """Call the return hook after a native, whose results are then delivered when that returns."""
    if not watches(machine, co, native, HOOK_RETURN):
        return False
    push_native(machine, co, native, -1, pack_info(dest, at + 1, want, kind))
    show_results(machine, co, count + 1, values)
    return True


def waits(machine: Machine, co: Coroutine, native: NativeFunction, function: object, info: i64) -> bool:
    """Give a native that a function of the program takes the place of a frame, so that its return will be seen."""
    if isinstance(function, LuaClosure) and function.proto.is_library:
        return False
    if not watches(machine, co, native, HOOK_RETURN):
        return False
    machine.push_frame(co, native, info)
    return True


def delays_leaving(machine: Machine, co: Coroutine, values: list[object]) -> bool:
    """The same for the VM operation on top of the stack."""
    native = cast(NativeFunction, co.functions[co.depth])
    if not watches(machine, co, native, HOOK_RETURN):
        return False
    machine.set_pc(co, co.depth, -1)
    # The results stand where the C functions leave them.
    first: i64 = 1
    if native.operation == operations.OP_RESUME:
        first = 2
    elif native.operation == operations.OP_XPCALL:
        first = 3 if values[0] is True else 5
    elif native.operation == operations.OP_PCALL and values[0] is False:
        first = 3
    show_results(machine, co, first, values)
    return True


def push_native(machine: Machine, co: Coroutine, native: NativeFunction, pc: i64, info: i64) -> None:
    """Give a native a frame; its negative pc says that it does not run, and keeps how many arguments it has."""
    machine.push_frame(co, native, info)
    co.pcs[co.depth] = pc


def show_results(machine: Machine, co: Coroutine, first: i64, values: list[object]) -> None:
    """Call the return hook of the native on top, its results being its values from number `first` on."""
    start = co.base(co.depth) + first - 1
    calls.check_stack(machine, co, start + len(values))
    co.reserve(start + len(values))
    for offset, value in enumerate(values):
        machine.set_register(co, start + offset, value)
    call_hook(machine, co, b"return", None, RETURNING, first, len(values))


# -- calling the hook ----------------------------------------------------------------------------------


def call_hook(
    machine: Machine, co: Coroutine, event: bytes, line: int | None, stage: i64, first: i64, count: i64
) -> None:
    """Push the call of the hook; `stage` is where to go on when it returns (`returned`).

    The function's values `first` and following, `count` of them, are its arguments or results.
    """
    depth = co.depth
    if stage >= CALLING:
        at = co.base(depth) + first - 1 + count
    else:
        at = max(co.free_index(), co.top)
        # The instruction counts as begun for whoever looks at it.
        machine.set_pc(co, depth, co.pcs[depth] + 1)
    if machine.recording:
        machine.note(HookChange(co))
    co.hook_stage = stage
    co.hook_depth = depth + 1
    co.hook_first = first
    co.hook_given = count
    co.reserve(at + 3)
    machine.set_register(co, at, co.hook)
    machine.set_register(co, at + 1, event)
    machine.set_register(co, at + 2, line)
    calls.call(machine, co, at, 2, co.top, 1, K_HOOK)


def returned(machine: Machine, co: Coroutine) -> None:
    """The hook has returned: go on with the native that waits, or leave the instruction to `advance`."""
    if machine.recording:
        machine.note(HookChange(co))
    stage = co.hook_stage
    depth = co.depth
    co.hook_depth = -1
    co.hook_step = machine.t
    if stage < CALLING:
        machine.set_pc(co, depth, co.pcs[depth] - 1)
        return
    info = co.infos[depth]
    base = co.base(depth)
    dest, want, kind = info & 0xFFFFFF, (info >> 48) & 0x1FF, info >> 57
    if stage == CALLING:
        count = -1 - co.pcs[depth]
        co.hook_line = -1
        machine.pop_frame(co)
        calls.call(machine, co, base - 1, count, dest, want, kind)
        return
    start = base + co.hook_first - 1
    values: list[object] = [co.get(at) for at in range(start, start + co.hook_given)]
    record_return(machine, co, depth)
    co.hook_step = machine.t - 1
    machine.pop_frame(co)
    calls.deliver(machine, co, dest, want, kind, values)
