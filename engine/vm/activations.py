"""The functions in progress: levels of the stack, their positions.

A *level* counts functions from the innermost: level 0 is what runs now (a native, if one does), level 1 its
caller.  Library code written in Lua passes for a C function, and natives it calls do not count.  Where the dialect
has it, each tail call is a level too, below the function that it called.
"""

from typing import TYPE_CHECKING, Final, final

from mypy_extensions import i64

from engine.runtime.coroutine import TAIL_FLAG, Coroutine
from engine.runtime.values import LuaClosure, NativeFunction
from engine.syntax.chunkid import chunk_id

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_OP_FINALIZER: Final = 8  # operations.OP_FINALIZER
_OP_HANDLER: Final = 10  # operations.OP_HANDLER

TAIL_CALL: Final[object] = object()
"""The function of a level that is a tail call."""


@final
class Activation:
    """A function in progress: frame `level` of `coroutine`; level -1 is the native that runs now.

    The function is TAIL_CALL for a level that stands for a tail call, which led to that frame.
    """

    def __init__(self, coroutine: Coroutine, level: i64, function: object) -> None:
        self.coroutine: Final = coroutine
        self.level: Final[i64] = level
        self.function: Final = function

    def is_lua(self) -> bool:
        """Whether it is a Lua function that the program knows as one."""
        function = self.function
        return isinstance(function, LuaClosure) and not function.proto.is_library

    def pc(self) -> i64:
        """Index of the instruction in progress."""
        return self.coroutine.pcs[self.level] - 1

    def line(self) -> int:
        """The current line, -1 for a C function."""
        function = self.function
        if isinstance(function, LuaClosure) and not function.proto.is_library:
            return line_at(function, self.pc())
        return -1

    def is_tail_called(self) -> bool:
        return self.level >= 0 and self.coroutine.infos[self.level] & TAIL_FLAG != 0


def line_at(closure: LuaClosure, pc: i64) -> int:
    lines = closure.proto.lines
    if pc < 0:
        pc = 0
    if pc >= len(lines):
        return closure.proto.last_line
    return lines[pc]


def activation(machine: "Machine", co: Coroutine, level: i64) -> Activation | None:
    """The function at a level of a coroutine's stack, None if there are not so many."""
    at = co.depth
    native = machine.running
    if co is machine.current and native is not None and not native.is_library:
        if level == 0:
            return Activation(co, -1, native)
        level -= 1
    counts = machine.dialect.reports.tail_levels
    while at >= 0:
        if not is_hidden(co, at):
            if level == 0:
                return _frame(machine, co, at)
            level -= 1
            if counts:
                skipped = co.tail_calls(at)
                if level < skipped:
                    return Activation(co, at, TAIL_CALL)
                level -= skipped
        at -= 1
    return None


def all_from(machine: "Machine", co: Coroutine, level: i64) -> list[Activation]:
    """The functions from a level of a coroutine's stack on."""
    found: list[Activation] = []
    native = machine.running
    if co is machine.current and native is not None and not native.is_library:
        if level <= 0:
            found.append(Activation(co, -1, native))
        level -= 1
    counts = machine.dialect.reports.tail_levels
    at = co.depth
    while at >= 0:
        if not is_hidden(co, at):
            if level <= 0:
                found.append(_frame(machine, co, at))
            level -= 1
            if counts:
                for _ in range(co.tail_calls(at)):
                    if level <= 0:
                        found.append(Activation(co, at, TAIL_CALL))
                    level -= 1
        at -= 1
    return found


def _frame(machine: "Machine", co: Coroutine, at: i64) -> Activation:
    function = co.functions[at]
    return Activation(co, at, machine.fronts.get(function, function) if is_library(co, at) else function)


def is_library(co: Coroutine, at: i64) -> bool:
    if at < 0:
        return False
    function = co.functions[at]
    return isinstance(function, LuaClosure) and function.proto.is_library


def is_hidden(co: Coroutine, at: i64) -> bool:
    """Whether a frame is the VM's own, or part of the one below it: what library code calls of its own kind."""
    function = co.functions[at]
    if isinstance(function, NativeFunction):
        return function.is_library or function.operation in (_OP_FINALIZER, _OP_HANDLER)
    return is_library(co, at) and is_library(co, at - 1)


def is_guard(function: object) -> bool:
    """Whether a frame's function is the one that catches a finalizer's errors."""
    return isinstance(function, NativeFunction) and function.operation == _OP_FINALIZER


def where(machine: "Machine", level: i64) -> bytes:
    """ "chunk:line: " of the function at a level; empty for a C function, and without lines (`luaL_where`)."""
    found = activation(machine, machine.current, level)
    return b"" if found is None or found.line() <= 0 else position(machine, found)


def position(machine: "Machine", found: Activation) -> bytes:
    """ "chunk:line: " of a function, the line -1 if it is not known; empty for a C function (`luaG_addinfo`)."""
    function = found.function
    if isinstance(function, LuaClosure) and not function.proto.is_library:
        line = found.line()
        shown = b"%d" % line if line >= 0 else machine.dialect.reports.unknown_line
        return b"%s:%s: " % (chunk_id(function.proto.source, machine.dialect.chunk_ids), shown)
    return b""
