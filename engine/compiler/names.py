"""Names for run-time messages: what the program calls the value in a register, or the function it calls.

Nothing is recorded for this at run time.  As PUC Lua does, a name is found by looking for the
instruction that set the register last: "global 'print'", "field 'x'", "method 'close'".
Relies on `opcodes`, `effects` and `proto`.
"""

from typing import Final

from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import ENVIRONMENT, OWN_ENVIRONMENT, Proto
from engine.runtime.reports import DOUBT_JUMPS, TAKE_JUMPS
from engine.syntax.dialects import LUA_54, Dialect

LOCAL: Final = b"local"
UPVALUE: Final = b"upvalue"
GLOBAL: Final = b"global"
FIELD: Final = b"field"
METHOD: Final = b"method"
CONSTANT: Final = b"constant"
METAMETHOD: Final = b"metamethod"
_UNKNOWN: Final = b"?"

# The largest index that PUC Lua has in an instruction.
_SMALL_INDEX: Final = 255

_FORWARD: Final = effects.JUMPS_SHORT | {op.JMP, op.TEST}  # jumps that may pass code over

# Opcodes whose A is not a register that they change.
_NO_RESULT: Final = frozenset(
    (
        op.SETFIELD, op.SETTABLE, op.SETI, op.SETTABUP, op.SETUPVAL, op.SETCELL, op.SETLIST, op.JMP, op.TEST,
        op.LT, op.LE, op.LTI, op.LEI, op.GTI, op.GEI, op.EQ, op.EQK, op.EQI, op.TFORLOOP, op.RETURN, op.RETURN0,
        op.RETURN1, op.TBC, op.CLOSE, op.ERRNNIL, op.EXTRA, op.BREAK, op.VISIT,
    )
)  # fmt: skip

_EVENTS: Final = {
    op.SELF: b"index", op.GETTABUP: b"index", op.GETFIELD: b"index", op.GETTABLE: b"index", op.GETI: b"index",
    op.SETTABUP: b"newindex", op.SETFIELD: b"newindex", op.SETTABLE: b"newindex", op.SETI: b"newindex",
    op.ADD: b"add", op.ADDI: b"add", op.ADDK: b"add", op.SUB: b"sub", op.SUBK: b"sub", op.MUL: b"mul", op.MULK: b"mul",
    op.DIV: b"div", op.DIVK: b"div", op.MOD: b"mod", op.MODK: b"mod", op.IDIV: b"idiv", op.IDIVK: b"idiv",
    op.POW: b"pow", op.POWK: b"pow", op.BAND: b"band", op.BANDK: b"band", op.BOR: b"bor", op.BORK: b"bor",
    op.BXOR: b"bxor", op.BXORK: b"bxor", op.SHL: b"shl", op.SHLK: b"shl", op.SHR: b"shr", op.SHRK: b"shr",
    op.UNM: b"unm", op.BNOT: b"bnot", op.LEN: b"len", op.CONCAT: b"concat", op.EQ: b"eq", op.LT: b"lt", op.LTI: b"lt",
    op.GTI: b"lt", op.LE: b"le", op.LEI: b"le", op.GEI: b"le", op.CLOSE: b"close",
}  # fmt: skip


def describe_register(proto: Proto, pc: int, register: int, dialect: Dialect = LUA_54) -> tuple[bytes, bytes] | None:
    """The kind and the name of the value that instruction `pc` finds in a register, None if it has no name."""
    local = local_name(proto, pc, register)
    if local is not None:
        return LOCAL, local
    setter = _find_setter(proto, pc, register, dialect.reports.jumps)
    if setter < 0:
        return None
    word = proto.original[setter]
    opcode = word & 0xFF
    b = int(word >> 24 & 0xFFFF)
    if opcode == op.MOVE:
        return describe_register(proto, setter, b, dialect) if b < word >> 8 & 0xFF else None
    if opcode == op.GETCELL:
        name = local_name(proto, setter, b)
        return None if name is None else (LOCAL, name)
    if opcode == op.GETUPVAL:
        return describe_upvalue(proto, b)
    if opcode == op.LOADK:
        constant = proto.constants[word >> 24]
        if not isinstance(constant, bytes) or not dialect.reports.constant_names:
            return None
        return CONSTANT, constant.partition(b"\0")[0]
    return _describe_access(proto, setter, dialect)


def _describe_access(proto: Proto, pc: int, dialect: Dialect) -> tuple[bytes, bytes] | None:
    """The name of what an indexing instruction got."""
    word = proto.original[pc]
    opcode = word & 0xFF
    b = int(word >> 24 & 0xFFFF)
    c = int(word >> 40 & 0xFFFF)
    if opcode == op.GETTABUP:
        is_global = proto.upvalues[b].name == _environment(dialect)
        return (GLOBAL if is_global else FIELD), _constant_name(proto, c)
    if opcode == op.GETFIELD:
        return _field_kind(proto, pc, b, dialect), _constant_name(proto, c)
    if opcode == op.GETTABLE:
        key = _key_name(proto, pc, c, dialect)
        if key is None and not dialect.reports.unnamed_keys:
            return None
        return _field_kind(proto, pc, b, dialect), key or _UNKNOWN
    if opcode == op.GETI:
        name = dialect.reports.small_index_name
        return (FIELD, name if c <= _SMALL_INDEX else _UNKNOWN) if name else None
    if opcode == op.SELF:
        is_constant = word >> 16 & 1 != 0
        if is_constant and c >= dialect.reports.method_constants:
            return FIELD, _constant_name(proto, c)
        return METHOD, _constant_name(proto, c) if is_constant else _key_name(proto, pc, c, dialect) or _UNKNOWN
    return None


def _environment(dialect: Dialect) -> bytes:
    """The name of the variable whose fields are the globals."""
    return OWN_ENVIRONMENT if dialect.function_environments else ENVIRONMENT


def describe_upvalue(proto: Proto, index: int) -> tuple[bytes, bytes]:
    """The kind and the name of an upvalue; "?" where the names were stripped."""
    return UPVALUE, proto.upvalues[index].name or _UNKNOWN


def local_name(proto: Proto, pc: int, register: int) -> bytes | None:
    """The name of the local variable that lives in a register at an instruction; of several, the one declared last."""
    found: bytes | None = None
    for variable in proto.locals:
        if variable.start > pc:
            break
        if variable.register == register and pc < variable.end:
            found = variable.name
    return found


def call_name(proto: Proto, pc: int, dialect: Dialect = LUA_54) -> tuple[bytes, bytes] | None:
    """What instruction `pc` calls the function that it calls, itself or through a metamethod."""
    rules = dialect.reports
    word = proto.original[pc]
    opcode = int(word & 0xFF)
    if opcode == op.CALL or opcode == op.TAILCALL:
        return describe_register(proto, pc, int(word >> 8 & 0xFF), dialect)
    if opcode == op.TFORCALL:
        if rules.iterator_names:
            return b"for iterator", b"for iterator"
        return describe_register(proto, pc, int(word >> 8 & 0xFF), dialect)
    event = _EVENTS.get(opcode) if rules.metamethod_names else None
    return None if event is None else (METAMETHOD, rules.event_prefix + event)


def _field_kind(proto: Proto, pc: int, table: int, dialect: Dialect) -> bytes:
    """Whether a field of what is in a register is a global: whether that is a variable named _ENV."""
    found = _describe_variable(proto, pc, table, dialect)
    is_environment = found is not None and found[1] == _environment(dialect) and found[0] != CONSTANT
    return GLOBAL if is_environment else FIELD


def _describe_variable(proto: Proto, pc: int, register: int, dialect: Dialect) -> tuple[bytes, bytes] | None:
    """As `describe_register`, but only what is a variable or a constant, nothing indexed."""
    found = describe_register(proto, pc, register, dialect)
    return found if found is not None and found[0] in (LOCAL, UPVALUE, CONSTANT) else None


def _key_name(proto: Proto, pc: int, register: int, dialect: Dialect) -> bytes | None:
    """A key in a register is named only if it is a constant."""
    found = _describe_variable(proto, pc, register, dialect)
    return found[1] if found is not None and found[0] == CONSTANT else None


def _constant_name(proto: Proto, index: int) -> bytes:
    """A name as C shows it: up to its first zero byte."""
    constant = proto.constants[index]
    return constant.partition(b"\0")[0] if isinstance(constant, bytes) else _UNKNOWN


def _find_setter(proto: Proto, last: int, register: int, jumps: int) -> int:
    """The last instruction before `last` that set the register; -1 if none did, or a jump makes that uncertain.

    Where jumps are taken, a TEST of the register counts as setting it: what it skips may.
    """
    setter = -1
    landing = 0  # code before this one may have been jumped over
    for pc in range(last):
        word = proto.original[pc]
        opcode = int(word & 0xFF)
        if pc < landing and jumps == TAKE_JUMPS:
            continue
        if _sets(opcode, word, register) or (jumps == TAKE_JUMPS and opcode == op.TEST and _a(word) == register):
            setter = -1 if pc < landing and jumps == DOUBT_JUMPS else pc
        target = effects.jump_target(int(word), pc) if opcode in _FORWARD else 0
        if landing < target <= last:
            landing = target
    return setter


def _a(word: int) -> int:
    return word >> 8 & 0xFF


def _sets(opcode: int, word: int, register: int) -> bool:
    a = int(word >> 8 & 0xFF)
    if opcode in _NO_RESULT:
        return False
    if opcode == op.LOADNIL:
        return a <= register < a + (word >> 24 & 0xFFFF)
    if opcode == op.CALL or opcode == op.TAILCALL:
        return register >= a
    if opcode == op.TFORCALL:
        return register >= a + 3
    return register == a
