"""Walking through recorded time until something is met, one step at a time but compiled.

The debugger moves with these: they undo or redo steps and look, after each, at where the machine stands.
"""

from mypy_extensions import i64

from engine.compiler.opcodes import BREAK
from engine.history.undo import redo, undo
from engine.runtime.coroutine import DEAD, Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine


def walk(machine: Machine, limit: i64, co: Coroutine | None, depth: i64) -> None:
    """Undo or redo until `machine.t` is `limit`.

    Stops before that where the next instruction has a breakpoint, or where coroutine `co` is down at `depth` or below
    it, or is dead.  Looks only after a step: a breakpoint where the walk begins is not met.
    """
    while machine.t != limit:
        if machine.t > limit:
            undo(machine)
        else:
            redo(machine)
        if at_breakpoint(machine):
            return
        if co is not None and (co.depth <= depth or co.status >= DEAD):
            return


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
