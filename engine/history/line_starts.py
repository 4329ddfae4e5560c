"""Where lines begin: the rule, and counting how often each did.

A *line start* is a moment before an instruction that begins an execution of a source line, as the line event of
`debug.sethook` does (manual 6.10): the first of a function, the first of another line than the one before it in the
same call, or the target of a jump back.  It depends on the recorded moment alone and not on how one comes there.
"""

from mypy_extensions import i64

from engine.compiler import effects
from engine.compiler.opcodes import CLOSE
from engine.compiler.proto import Proto
from engine.history.ring import R_JOURNAL
from engine.history.undo import undo
from engine.runtime.coroutine import K_HOOK, KIND_MASK, Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine


def always_begins(proto: Proto, pc: int) -> bool:
    """Whether an instruction begins a line however the program comes to it, as long as `all_are_instructions`.

    It does if what lies before it in its line cannot lead to it: neither the instruction before nor a jump forward.
    """
    lines, code = proto.lines, proto.original
    if code[pc] & 0xFF == CLOSE:
        return False  # it is executed again for every variable that it closes
    if pc == 0:
        return True
    line = lines[pc]
    if lines[pc - 1] == line:
        return False
    for at in range(pc):
        word = int(code[at])
        if lines[at] == line and effects.is_jump(word & 0xFF) and effects.jump_target(word, at) == pc:
            return False
    return True


def all_are_instructions(machine: Machine, co: Coroutine) -> bool:
    """Whether no step of a coroutine so far can have been mere bookkeeping before an instruction."""
    return not machine.collects and co.hook is None and co.hook_step < 0


def begins(machine: Machine, co: Coroutine, depth: i64, function: LuaClosure, pc: i64, is_journaled: bool) -> bool:
    """Whether the step that the machine stands before, and that leads to `pc` of the function, begins a line."""
    if co.depth < depth or co.functions[depth] is not function:
        return True  # the function is entered
    lines = function.proto.lines
    if co is machine.current and co.depth == depth:
        last = co.pcs[depth]
        if pc <= last:
            # A jump back.  To the same instruction it is one unless it is bookkeeping, or a CLOSE that goes on.
            return pc < last or not is_journaled
    else:
        # Something that the frame called returns to it, or an error is caught.
        if (co.infos[depth + 1] >> 57) & KIND_MASK == K_HOOK:
            return False
        last = co.pcs[depth] - 1
        if pc <= last:
            return pc < last  # a comparison's metamethod lets it jump; or a CLOSE goes on
    return lines[last] != lines[pc]


def count_back(machine: Machine, limit: i64, counts: dict[Proto, list[int]]) -> None:
    """Undo steps down to `limit`, and count the line starts met, by function and instruction.

    The moment where it begins counts if a line starts there; the one at `limit` is not looked at.
    """
    while machine.t > limit:
        co = machine.current
        depth = co.depth
        function = co.functions[depth] if depth >= 0 else None
        ring = machine.ring
        at = machine.t & ring.mask
        is_journaled = ring.tags[at] == R_JOURNAL
        if not isinstance(function, LuaClosure) or function.proto.is_library or machine.failure is not None:
            undo(machine)
            continue
        pc = co.pcs[depth]
        undo(machine)
        if pc < len(function.proto.lines) and begins(machine, co, depth, function, pc, is_journaled):
            found = counts.get(function.proto)
            if found is None:
                found = counts[function.proto] = [0] * len(function.proto.lines)
            found[pc] += 1
