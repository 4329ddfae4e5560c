"""Where the variables of a frame are declared, read from the code of their functions."""

from collections.abc import Iterable

from debugger.breakpoints import source_path
from debugger.inspection import Frame, Variable
from debugger.queries.results import Where
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import LocalVar, Proto


def declaration(variable: Variable, frame: Frame, mains: Iterable[Proto]) -> Where | None:
    """Where a local variable or an upvalue of a frame is declared; None where the code does not tell.

    `mains` are the chunks that have been loaded.
    """
    closure = frame.closure
    if closure is None:
        return None
    if variable.register >= 0:
        return _of_local(closure.proto, variable.register, frame.pc)
    for at, cell in enumerate(closure.cells):
        if cell is variable.cell:
            return _of_upvalue(closure.proto, at, mains)
    return None


def _of_local(proto: Proto, register: int, pc: int) -> Where | None:
    for one in proto.locals:
        if one.register == register and one.start <= pc < one.end:
            return Where(source_path(proto), _line(proto, one))
    return None


def _line(proto: Proto, variable: LocalVar) -> int:
    start = int(variable.start)
    if start == 0:
        return max(int(proto.line), 1)  # a parameter
    for pc in (start, start - 1):  # of a function its first line, not the last
        word = int(proto.original[pc])
        if word & 0xFF == op.CLOSURE and effects.field(word, 0) == variable.register:
            return int(proto.protos[effects.long_field(word)].line)
    return int(proto.lines[start - 1])


def _of_upvalue(proto: Proto, at: int, mains: Iterable[Proto]) -> Where | None:
    """Outward, to the function in whose frame the variable is."""
    outward = next((path for main in mains if (path := _path(main, proto))), [])
    while outward:
        outer = outward.pop()
        described = proto.upvalues[at]
        at = described.index
        if described.in_stack:
            return _of_local(outer, at, _made_at(outer, proto))
        proto = outer
    return None


def _path(outer: Proto, proto: Proto) -> list[Proto]:
    """The functions around one, the outermost first; empty if it is not inside of `outer`."""
    for inner in outer.protos:
        if inner is proto:
            return [outer]
        if path := _path(inner, proto):
            return [outer, *path]
    return []


def _made_at(outer: Proto, proto: Proto) -> int:
    """The instruction that makes closures of a function."""
    for pc in range(len(outer.original)):
        word = int(outer.original[pc])
        if word & 0xFF == op.CLOSURE and outer.protos[effects.long_field(word)] is proto:
            return pc
    return -1
