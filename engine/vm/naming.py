"""The wording of run-time errors, as PUC's ldebug.c and lauxlib.c (or LuaJIT's lj_err.c) give them."""

from typing import TYPE_CHECKING, Final

from mypy_extensions import i64

from engine.compiler import names
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.runtime import numbers
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure, LuaError
from engine.vm.activations import activation, position, where
from engine.vm.function_names import called_as, global_name, name_in_frame

if TYPE_CHECKING:
    from engine.vm.machine import Machine


def run_error(machine: "Machine", message: bytes) -> LuaError:
    """An error of the running instruction, with its position in front (`luaG_runerror`)."""
    found = activation(machine, machine.current, 0)
    return LuaError(message if found is None else position(machine, found) + message)


def defined_error(machine: "Machine", proto: Proto, constant: i64) -> LuaError:
    """The global that a declaration is to initialise is there already (`luaG_errnnil`)."""
    name = proto.constants[constant]
    return run_error(machine, b"global '%s' already defined" % (name if isinstance(name, bytes) else b"?"))


# -- errors of operators -------------------------------------------------------------------------------


Named = tuple[bytes, bytes] | None
"""The kind and the name of a value or function: (b"local", b"x")."""


def describe(machine: "Machine", register: i64) -> Named:
    """What the program calls a register of the running instruction, None if it has no name.

    `register` counts from the frame's base; -1 - i stands for constant i.
    """
    co = machine.current
    function = co.functions[co.depth] if co.depth >= 0 else None
    if not isinstance(function, LuaClosure) or function.proto.is_library or machine.running is not None:
        return None
    proto = function.proto
    if register < 0:
        constant = proto.constants[-1 - register]
        is_named = isinstance(constant, bytes) and machine.dialect.reports.constant_names
        return (b"constant", constant) if isinstance(constant, bytes) and is_named else None
    return names.describe_register(proto, int(co.pcs[co.depth] - 1), int(register), machine.dialect)


def in_parentheses(found: Named) -> bytes:
    """ " (local 'x')"; nothing if there is no name."""
    return b"" if found is None else b" (%s '%s')" % found


def instruction(machine: "Machine") -> i64:
    """The running instruction of the current frame; 0 where there is none."""
    co = machine.current
    function = co.functions[co.depth]
    if isinstance(function, LuaClosure):
        return function.proto.original[co.pcs[co.depth] - 1]
    return 0


def type_error(machine: "Machine", action: bytes, value: object, named: Named) -> LuaError:
    """ "attempt to index a nil value (local 'x')", or "attempt to index local 'x' (a nil value)"."""
    kind = machine.type_name_of(value)
    if named is not None and machine.dialect.reports.kind_before_name:
        return run_error(machine, b"attempt to %s %s '%s' (a %s value)" % (action, named[0], named[1], kind))
    return run_error(machine, b"attempt to %s a %s value%s" % (action, kind, in_parentheses(named)))


_CONSTANT_OPERAND: Final = (
    op.ADDK, op.SUBK, op.MULK, op.DIVK, op.MODK, op.IDIVK, op.POWK,
    op.BANDK, op.BORK, op.BXORK, op.SHLK, op.SHRK,
)  # fmt: skip
_UNARY: Final = (op.UNM, op.BNOT, op.LEN)


def operand(machine: "Machine", second: bool) -> Named:
    """What the program calls the first or second operand of the running arithmetic instruction."""
    named = describe(machine, operand_register(machine, second))
    is_unary = instruction(machine) & 0xFF in _UNARY
    if named is not None and named[0] == names.CONSTANT and machine.dialect.reports.constant_operands:
        return named if is_unary else None
    return named


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


def is_operand(value: object, converts: bool, reading: int) -> bool:
    """Whether a value is a number for an operator, which may convert strings."""
    return is_number(value) or (converts and isinstance(value, bytes) and numbers.to_number(value, reading) is not None)


def operand_error(machine: "Machine", event: bytes, left: object, right: object) -> LuaError:
    """No metamethod for an arithmetic or bitwise operation (`luaG_opinterror`, `luaG_tointerror`)."""
    converts = not machine.dialect.string_metamethods
    reading = machine.dialect.string_numerals
    if event in (b"__band", b"__bor", b"__bxor", b"__shl", b"__shr", b"__bnot"):
        if is_operand(left, converts, reading) and is_operand(right, converts, reading):
            second = numbers.to_integer(left) is not None
            extra = in_parentheses(operand(machine, second))
            return run_error(machine, b"number%s has no integer representation" % extra)
        action = b"perform bitwise operation on"
    else:
        action = b"perform arithmetic on"
    second = is_operand(left, converts, reading)
    return type_error(machine, action, right if second else left, operand(machine, second))


def compare_error(machine: "Machine", left: object, right: object) -> LuaError:
    one = machine.type_name_of(left)
    other = machine.type_name_of(right)
    if one == other or (machine.dialect.reports.compared_letters and one[2] == other[2]):
        return run_error(machine, b"attempt to compare two %s values" % one)
    return run_error(machine, b"attempt to compare %s with %s" % (one, other))


def concat_error(machine: "Machine", co: Coroutine, register: i64, left: object, right: object) -> LuaError:
    """`register` is the stack index of `left`; `right` stands in the next."""
    if isinstance(left, bytes) or is_number(left):
        left = right
        register += 1
    return type_error(machine, b"concatenate", left, describe(machine, register - co.base(co.depth)))


def length_error(machine: "Machine", value: object) -> LuaError:
    return type_error(machine, b"get length of", value, operand(machine, False))


def index_error(machine: "Machine", co: Coroutine, source: i64, value: object, key: object) -> LuaError:
    """`source` is a stack index, -1 for the upvalue that the instruction names, -2 for neither."""
    named: Named = None
    if source >= 0:
        named = describe(machine, source - co.base(co.depth))
    elif source == -1:
        word = instruction(machine)
        at = (word >> 8) & 0xFF if word & 0xFF == op.SETTABUP else (word >> 24) & 0xFFFF
        function = co.functions[co.depth]
        if isinstance(function, LuaClosure) and not function.proto.is_library:
            named = names.describe_upvalue(function.proto, at)
    return type_error(machine, b"index", value, named)


def call_error(machine: "Machine", co: Coroutine, at: i64, value: object) -> LuaError:
    """`at` is the stack index of the value that cannot be called (`luaG_callerror`)."""
    named: Named = None
    rules = machine.dialect.reports
    if machine.running is None and co is machine.current:
        is_call = instruction(machine) & 0xFF in (op.CALL, op.TAILCALL, op.TFORCALL)
        if rules.unplaced_metamethods and not is_call:
            return LuaError(b"attempt to call a %s value" % machine.type_name_of(value))
        if rules.call_names or (is_call and instruction(machine) & 0xFF != op.TFORCALL):
            named = name_in_frame(machine, co, co.depth)
    return type_error(machine, b"call", value, named)


def loop_error(machine: "Machine", what: bytes, value: object) -> LuaError:
    """The limit, step or initial value of a numeric `for` is no number."""
    if machine.dialect.reports.loop_types:
        return run_error(machine, b"bad 'for' %s (number expected, got %s)" % (what, machine.type_name_of(value)))
    return run_error(machine, b"'for' %s must be a number" % what)


def argument_error(machine: "Machine", at: i64, message: bytes) -> LuaError:
    """`luaL_argerror`: names the running native as its caller does."""
    found = activation(machine, machine.current, 0)
    if found is None:
        return LuaError(b"bad argument #%d (%s)" % (at, message))
    word = b"argument"
    extra: i64 = 0  # what `__call` has put in front
    if machine.dialect.extra_arguments:
        extra = machine.call.extra if found.level < 0 else found.coroutine.extra_arguments(found.level)
    named = called_as(machine, found)
    if named is None:
        known = global_name(machine, found.function) if machine.dialect.global_names else None
        name = known or b"?"
    else:
        kind, name = named
        if kind == b"method" and at > extra:
            at -= 1
            if at == extra:
                return LuaError(where(machine, 1) + b"calling '%s' on bad self (%s)" % (name, message))
    if at > extra:
        at -= extra
    else:
        word = b"extra argument"
    return LuaError(where(machine, 1) + b"bad %s #%d to '%s' (%s)" % (word, at, name, message))
