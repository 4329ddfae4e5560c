"""Walking through recorded time until something is met, one step at a time but compiled.

The debugger moves with these: they undo or redo steps and look, after each, at where the machine stands.
"""

from typing import Final

from mypy_extensions import i64

from engine.compiler.opcodes import BREAK
from engine.history import timeline
from engine.runtime.coroutine import DEAD, Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine

END: Final = 0  # the limit was reached
AT_BREAKPOINT: Final = 1  # the next instruction has a breakpoint planted on it
AT_DEPTH: Final = 2  # the coroutine is down at the depth, or dead


def walk(machine: Machine, limit: i64, co: Coroutine | None, depth: i64) -> i64:
    """Undo or redo until `machine.t` is `limit`, and say why it stopped.

    Stops before that where the next instruction has a breakpoint, or where coroutine `co` is down at `depth` or below
    it, or is dead.  Looks only after a step: a breakpoint where the walk begins is not met.
    """
    while machine.t != limit:
        if machine.t > limit:
            timeline.undo(machine)
        else:
            timeline.redo(machine)
        if at_breakpoint(machine):
            return AT_BREAKPOINT
        if co is not None and (co.depth <= depth or co.status >= DEAD):
            return AT_DEPTH
    return END


def at_breakpoint(machine: Machine) -> bool:
    """Whether the next instruction has a breakpoint planted on it."""
    co = machine.current
    if co.depth < 0:
        return False
    function = co.functions[co.depth]
    if isinstance(function, LuaClosure):
        code = function.proto.code
        pc = co.pcs[co.depth]
        return pc < len(code) and code[pc] & 0xFF == BREAK
    return False
