"""What the call returned that ended last on the way to a moment: what one wants to see after stepping over or out.

It depends on the moment alone, whichever way one has come.  The innermost frame's own last steps are undone until one
is found that ended a call, no further than the line to which it belongs, and redone.
"""

from dataclasses import dataclass
from typing import Final

from engine.compiler import effects, names
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.history.timeline import History
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine

_STEPS: Final = 500
"""Steps that are looked at, at most."""


@dataclass(frozen=True)
class Returned:
    """The results of a call of the function that the caller names `name`."""

    name: str
    values: tuple[object, ...]


def returned(history: History) -> Returned | None:
    """What the call that ended last returned to the innermost frame, on the line that has run last there."""
    machine = history.machine
    here = int(machine.t)
    co = machine.current
    depth = int(co.depth)
    function = co.functions[depth] if depth >= 0 else None
    if machine.failure is not None or not isinstance(function, LuaClosure) or function.proto.is_library:
        return None
    limit = max(int(history.at_hand[0]), here - _STEPS)
    line = 0  # that of the frame's steps
    try:
        while machine.t > limit:
            pc = int(co.pcs[depth])  # of the frame, after the step that is looked at
            history.step_back()
            before = machine.current
            if before is not co or before.depth > depth:
                results = _wanted(history, co, depth, function.proto, pc) or _given(before)
                return None if results is None else Returned(_name(machine, function.proto, pc - 1), results)
            if before.depth < depth or before.functions[depth] is not function:
                return None  # the frame has just been entered
            executed = int(before.pcs[depth])
            if function.proto.lines[executed] != (line or function.proto.lines[executed]):
                return None
            line = int(function.proto.lines[executed])
            if function.proto.original[executed] & 0xFF == op.CALL:  # a library function, done at once
                results = _wanted(history, co, depth, function.proto, executed + 1)
                if results is not None:
                    return Returned(_name(machine, function.proto, executed), results)
    finally:
        history.seek(here)
    return None


def _wanted(history: History, co: Coroutine, depth: int, proto: Proto, pc: int) -> tuple[object, ...] | None:
    """The results wanted by the call before `pc` of the frame, which the next step ends; None if there are none."""
    word = int(proto.original[pc - 1]) if pc > 0 else 0
    opcode = word & 0xFF
    if opcode not in (op.CALL, op.TFORCALL):
        return None
    a, c = effects.field(word, 0), effects.field(word, 2)
    history.step_forward()
    first = int(co.base(depth)) + a + (3 if opcode == op.TFORCALL else 0)
    count = c if opcode == op.TFORCALL else c - 1 if c else int(co.top) - first
    results = tuple(co.get(first + at) for at in range(count))
    history.step_back()
    return results or None


def _given(co: Coroutine) -> tuple[object, ...] | None:
    """What the next instruction returns, nobody wanting it; None if that is nothing, or it is no return."""
    depth = int(co.depth)
    function = co.functions[depth] if depth >= 0 else None
    if not isinstance(function, LuaClosure) or function.proto.is_library:
        return None
    word = int(function.proto.original[co.pcs[depth]])
    opcode = word & 0xFF
    first = int(co.base(depth)) + effects.field(word, 0)
    count = 0
    if opcode == op.RETURN1:
        count = 1
    elif opcode == op.RETURN:
        b = effects.field(word, 1)
        count = b - 1 if b else int(co.top) - first
    return tuple(co.get(first + at) for at in range(count)) or None


def _name(machine: Machine, proto: Proto, pc: int) -> str:
    named = names.call_name(proto, pc, machine.dialect)
    return "function" if named is None else named[1].decode("utf-8", "replace")
