"""Positions, names and the wording of errors, as PUC's ldebug.c and lauxlib.c give them.

A *level* counts functions from the innermost: level 0 is what runs now (a native, if one does), level 1 its
caller.  Library code written in Lua passes for a C function, and natives it calls do not count.
"""

from typing import TYPE_CHECKING, Final, final

from mypy_extensions import i64

from engine.compiler import names
from engine.compiler import opcodes as op
from engine.runtime import numbers
from engine.runtime.coroutine import (
    K_CALL,
    K_CLOSE,
    K_CONCAT,
    K_CONDITION,
    K_DISCARD,
    K_HOOK,
    K_META,
    K_NATIVE,
    K_NEGATION,
    K_RELAY,
    KIND_MASK,
    TAIL_FLAG,
    Coroutine,
)
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, LuaError, NativeFunction
from engine.syntax.chunkid import chunk_id

if TYPE_CHECKING:
    from engine.vm.machine import Machine

_FIRST_LEVELS: Final = 10
_LAST_LEVELS: Final = 11
_OP_FINALIZER: Final = 8  # operations.OP_FINALIZER
_OP_HANDLER: Final = 10  # operations.OP_HANDLER


@final
class Activation:
    """A function in progress: frame `level` of `coroutine`; level -1 is the native that runs now."""

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
    while at >= 0:
        if not is_hidden(co, at):
            if level == 0:
                return _frame(machine, co, at)
            level -= 1
        at -= 1
    return None


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


# -- names of functions --------------------------------------------------------------------------------


def called_as(found: Activation) -> tuple[bytes, bytes] | None:
    """How the calling instruction names the function: (kind, name), None where it does not."""
    co = found.coroutine
    level = found.level
    if level < 0:
        return name_in_frame(co, co.depth)
    info = co.infos[level]
    if info & TAIL_FLAG:
        return None
    kind = (info >> 57) & KIND_MASK
    if kind == K_HOOK:
        return b"hook", b"?"
    if kind == K_NATIVE and is_guard(co.functions[level - 1]):
        return b"metamethod", b"__gc"
    if kind == K_RELAY:
        return name_in_frame(co, level - 2)  # a message handler, called where the error was raised
    if kind in (K_CALL, K_META, K_CONDITION, K_NEGATION, K_DISCARD, K_CONCAT, K_CLOSE) or is_library(co, level):
        return name_in_frame(co, level - 1)
    return None


def name_in_frame(co: Coroutine, at: i64) -> tuple[bytes, bytes] | None:
    """What the instruction in progress in a frame calls the function that it calls."""
    if at < 0:
        return None
    function = co.functions[at]
    if not isinstance(function, LuaClosure) or function.proto.is_library:
        return None
    return names.call_name(function.proto, int(co.pcs[at] - 1))


def global_name(machine: "Machine", function: object) -> bytes | None:
    """The name of a function that a loaded module offers: "print", "string.rep" (`pushglobalfuncname`)."""
    loaded = machine.registry.get_key(b"_LOADED")
    if not isinstance(loaded, LuaTable):
        return None
    position = loaded.next_position(-1)
    while position >= 0:
        module_name = loaded.key_at(position)
        module = loaded.value_at(position)
        if isinstance(module_name, bytes) and isinstance(module, LuaTable):
            at = module.next_position(-1)
            while at >= 0:
                if module.value_at(at) is function:
                    key = module.key_at(at)
                    if isinstance(key, bytes):
                        return key if module_name == b"_G" else module_name + b"." + key
                at = module.next_position(at)
        position = loaded.next_position(position)
    return None


# -- positions -----------------------------------------------------------------------------------------


def where(machine: "Machine", level: i64) -> bytes:
    """ "chunk:line: " of the function at a level; empty for a C function, and without lines (`luaL_where`)."""
    found = activation(machine, machine.current, level)
    return b"" if found is None or found.line() <= 0 else position(found)


def position(found: Activation) -> bytes:
    """ "chunk:line: " of a function, the line -1 if it is not known; empty for a C function (`luaG_addinfo`)."""
    function = found.function
    if isinstance(function, LuaClosure) and not function.proto.is_library:
        return b"%s:%d: " % (chunk_id(function.proto.source), found.line())
    return b""


def run_error(machine: "Machine", message: bytes) -> LuaError:
    """An error of the running instruction, with its position in front (`luaG_runerror`)."""
    found = activation(machine, machine.current, 0)
    return LuaError(message if found is None else position(found) + message)


def defined_error(machine: "Machine", proto: Proto, constant: i64) -> LuaError:
    """The global that a declaration is to initialise is there already (`luaG_errnnil`)."""
    name = proto.constants[constant]
    return run_error(machine, b"global '%s' already defined" % (name if isinstance(name, bytes) else b"?"))


# -- errors of operators -------------------------------------------------------------------------------


def describe(machine: "Machine", register: i64) -> bytes:
    """ " (local 'x')" for a register of the running instruction, empty if it has no name.

    `register` counts from the frame's base; -1 - i stands for constant i.
    """
    co = machine.current
    function = co.functions[co.depth] if co.depth >= 0 else None
    if not isinstance(function, LuaClosure) or function.proto.is_library or machine.running is not None:
        return b""
    proto = function.proto
    if register < 0:
        constant = proto.constants[-1 - register]
        return b" (constant '%s')" % constant if isinstance(constant, bytes) else b""
    found = names.describe_register(proto, int(co.pcs[co.depth] - 1), int(register))
    return b"" if found is None else b" (%s '%s')" % found


def instruction(machine: "Machine") -> i64:
    """The running instruction of the current frame; 0 where there is none."""
    co = machine.current
    function = co.functions[co.depth]
    if isinstance(function, LuaClosure):
        return function.proto.original[co.pcs[co.depth] - 1]
    return 0


def type_error(machine: "Machine", action: bytes, value: object, extra: bytes) -> LuaError:
    return run_error(machine, b"attempt to %s a %s value%s" % (action, machine.type_name_of(value), extra))


_CONSTANT_OPERAND: Final = (
    op.ADDK, op.SUBK, op.MULK, op.DIVK, op.MODK, op.IDIVK, op.POWK,
    op.BANDK, op.BORK, op.BXORK, op.SHLK, op.SHRK,
)  # fmt: skip
_UNARY: Final = (op.UNM, op.BNOT, op.LEN)


def operand_register(machine: "Machine", second: bool) -> i64:
    """Where the running arithmetic instruction has its first or second operand, as `describe` takes it."""
    word = instruction(machine)
    opcode = word & 0xFF
    if not second or opcode in _UNARY:
        return (word >> 24) & 0xFFFF
    if opcode in _CONSTANT_OPERAND:
        return -1 - (word >> 40)
    if opcode == op.ADDI:
        return 255
    return word >> 40


def is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def operand_error(machine: "Machine", event: bytes, left: object, right: object) -> LuaError:
    """No metamethod for an arithmetic or bitwise operation (`luaG_opinterror`, `luaG_tointerror`)."""
    if event in (b"__band", b"__bor", b"__bxor", b"__shl", b"__shr", b"__bnot"):
        if is_number(left) and is_number(right):
            second = numbers.to_integer(left) is not None
            extra = describe(machine, operand_register(machine, second))
            return run_error(machine, b"number%s has no integer representation" % extra)
        action = b"perform bitwise operation on"
    else:
        action = b"perform arithmetic on"
    second = is_number(left)
    return type_error(machine, action, right if second else left, describe(machine, operand_register(machine, second)))


def compare_error(machine: "Machine", left: object, right: object) -> LuaError:
    one = machine.type_name_of(left)
    other = machine.type_name_of(right)
    if one == other:
        return run_error(machine, b"attempt to compare two %s values" % one)
    return run_error(machine, b"attempt to compare %s with %s" % (one, other))


def concat_error(machine: "Machine", co: Coroutine, register: i64, left: object, right: object) -> LuaError:
    """`register` is the stack index of `left`; `right` stands in the next."""
    if isinstance(left, bytes) or is_number(left):
        left = right
        register += 1
    return type_error(machine, b"concatenate", left, describe(machine, register - co.base(co.depth)))


def length_error(machine: "Machine", value: object) -> LuaError:
    return type_error(machine, b"get length of", value, describe(machine, operand_register(machine, False)))


def index_error(machine: "Machine", co: Coroutine, source: i64, value: object, key: object) -> LuaError:
    """`source` is a stack index, -1 for the upvalue that the instruction names, -2 for neither."""
    extra = b""
    if source >= 0:
        extra = describe(machine, source - co.base(co.depth))
    elif source == -1:
        word = instruction(machine)
        at = (word >> 8) & 0xFF if word & 0xFF == op.SETTABUP else (word >> 24) & 0xFFFF
        function = co.functions[co.depth]
        if isinstance(function, LuaClosure) and not function.proto.is_library:
            extra = b" (upvalue '%s')" % function.proto.upvalues[at].name
    return type_error(machine, b"index", value, extra)


def call_error(machine: "Machine", co: Coroutine, at: i64, value: object) -> LuaError:
    """`at` is the stack index of the value that cannot be called (`luaG_callerror`)."""
    extra = b""
    if machine.running is None and co is machine.current:
        found = name_in_frame(co, co.depth)
        if found is not None:
            extra = b" (%s '%s')" % found
    return type_error(machine, b"call", value, extra)


def loop_error(machine: "Machine", what: bytes, value: object) -> LuaError:
    return run_error(machine, b"bad 'for' %s (number expected, got %s)" % (what, machine.type_name_of(value)))


def argument_error(machine: "Machine", at: i64, message: bytes) -> LuaError:
    """`luaL_argerror`: names the running native as its caller does."""
    found = activation(machine, machine.current, 0)
    if found is None:
        return LuaError(b"bad argument #%d (%s)" % (at, message))
    named = called_as(found)
    if named is None:
        name = global_name(machine, found.function) or b"?"
    else:
        kind, name = named
        if kind == b"method":
            at -= 1
            if at == 0:
                return LuaError(where(machine, 1) + b"calling '%s' on bad self (%s)" % (name, message))
    return LuaError(where(machine, 1) + b"bad argument #%d to '%s' (%s)" % (at, name, message))


# -- local variables -----------------------------------------------------------------------------------


def local_name(closure: LuaClosure, pc: i64, register: i64) -> bytes | None:
    """The name of the local variable that lives in a register at an instruction."""
    for variable in closure.proto.locals:
        if variable.register == register and variable.start <= pc < variable.end:
            return variable.name
    return None


# -- tracebacks ----------------------------------------------------------------------------------------


def traceback(machine: "Machine", co: Coroutine, message: bytes | None, level: i64) -> bytes:
    """`luaL_traceback`: the message, a line, and the call stack from a level on."""
    found: list[Activation] = []
    one = activation(machine, co, level)
    if one is not None:
        found.append(one)
        at = co.depth if one.level < 0 else one.level - 1
        while at >= 0:
            if not is_hidden(co, at):
                found.append(_frame(machine, co, at))
            at -= 1
    text = b"" if message is None else message + b"\n"
    text += b"stack traceback:"
    skipped = len(found) - _FIRST_LEVELS - _LAST_LEVELS
    for number, shown in enumerate(found):
        if skipped > 0 and _FIRST_LEVELS <= number < _FIRST_LEVELS + skipped:
            if number == _FIRST_LEVELS:
                # One more is left out than PUC says, and so than is said here.
                text += b"\n\t...\t(skipping %d levels)" % (skipped - 1)
            continue
        text += traceback_line(machine, shown)
    return text


def traceback_line(machine: "Machine", one: Activation) -> bytes:
    function = one.function
    if isinstance(function, LuaClosure) and not function.proto.is_library:
        text = b"\n\t%s:%d: in " % (chunk_id(function.proto.source), one.line())
    else:
        text = b"\n\t[C]: in "
    name = global_name(machine, function)
    named = called_as(one)
    if name is not None:
        text += b"function '%s'" % name
    elif named is not None:
        text += b"%s '%s'" % named
    elif isinstance(function, LuaClosure) and not function.proto.is_library:
        if function.proto.line == 0:
            text += b"main chunk"
        else:
            text += b"function <%s:%d>" % (chunk_id(function.proto.source), function.proto.line)
    else:
        text += b"?"
    if one.is_tail_called():
        text += b"\n\t(...tail calls...)"
    return text


