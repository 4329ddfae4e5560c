"""Debug hooks (`debug.sethook`, manual 6.10): calls, returns, lines and counts.

A coroutine that has a hook is executed one instruction at a time, with the calls of its hook in between; one that
has none pays nothing.  The bookkeeping and the hook's call are steps of their own in history.
"""

from typing import Final, cast

from mypy_extensions import i64

from engine.history.changes import HookChange
from engine.runtime.coroutine import K_HOOK, Coroutine
from engine.runtime.values import LuaClosure
from engine.vm import calls, loop, naming
from engine.vm.machine import Machine

HOOK_CALL: Final = 1
HOOK_RETURN: Final = 2
HOOK_LINE: Final = 4
HOOK_COUNT: Final = 8


def advance(machine: Machine, limit: i64) -> i64:
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
