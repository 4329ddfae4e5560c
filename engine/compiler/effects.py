"""What instructions do to registers: which they read, which they write, and what their fields refer to.

For tools (disassembler, verifier, debugger); the dispatch loop has its own way.
Relies on `opcodes`.
"""

from typing import Final

from engine.compiler import opcodes as op

# What fields A, B and C are, a letter each: r and w a register read or written, c a register with a
# cell, u an upvalue, k a constant (s: a string, n: a number, i: an integer), x a register or with
# bit k set a constant (y: a string), and - anything else.  Opcodes that touch several registers
# have a - here, and a line in `reads` or `writes`.
_FIELDS: Final[dict[int, str]] = {
    op.MOVE: "wr-", op.GETFIELD: "wrs", op.GETTABLE: "wrr", op.ADDI: "wr-", op.TEST: "r--",
    op.LT: "rr-", op.LE: "rr-", op.EQ: "rr-", op.LTI: "r--", op.GTI: "r--", op.LEI: "r--", op.GEI: "r--",
    op.EQI: "r--", op.EQK: "rk-", op.GETUPVAL: "wu-", op.RETURN1: "r--", op.GETTABUP: "wus", op.SELF: "wry",
    op.LOADI: "w--", op.LOADK: "w--", op.SETFIELD: "rsx", op.SETTABLE: "rrx", op.SETTABUP: "usx",
    op.ADD: "wrr", op.SUB: "wrr", op.MUL: "wrr", op.DIV: "wrr", op.MOD: "wrr", op.IDIV: "wrr", op.POW: "wrr",
    op.ADDK: "wrn", op.SUBK: "wrn", op.MULK: "wrn", op.DIVK: "wrn", op.MODK: "wrn", op.IDIVK: "wrn", op.POWK: "wrn",
    op.BAND: "wrr", op.BOR: "wrr", op.BXOR: "wrr", op.SHL: "wrr", op.SHR: "wrr",
    op.BANDK: "wri", op.BORK: "wri", op.BXORK: "wri", op.SHLK: "wri", op.SHRK: "wri",
    op.UNM: "wr-", op.BNOT: "wr-", op.NOT: "wr-", op.LEN: "wr-", op.TESTSET: "wr-",
    op.LOADFALSE: "w--", op.LOADTRUE: "w--", op.LFALSESKIP: "w--", op.SETUPVAL: "ru-", op.GETCELL: "wc-",
    op.SETCELL: "rc-", op.NEWCELL: "r--", op.GETI: "wr-", op.SETI: "r-x", op.NEWTABLE: "w--", op.CLOSURE: "w--",
    op.VARARGTABLE: "w--", op.GETVARG: "wr-", op.ERRNNIL: "r--",
}  # fmt: skip

JUMPS_SHORT: Final = frozenset(
    (op.LT, op.LE, op.LTI, op.LEI, op.GTI, op.GEI, op.EQ, op.EQK, op.EQI, op.TESTSET)
)  # their offset is sC
JUMPS_LONG: Final = frozenset(
    (op.JMP, op.TEST, op.FORLOOP, op.FORPREP, op.TFORPREP, op.TFORLOOP)
)  # their offset is sBx


def fields(opcode: int) -> str:
    """The three letters that say what A, B and C are."""
    return _FIELDS.get(opcode, "---")


def field(word: int, at: int) -> int:
    """Field A, B or C (0, 1, 2) of an instruction, unsigned."""
    if at == 0:
        return word >> 8 & 0xFF
    return word >> 24 & 0xFFFF if at == 1 else word >> 40 & 0xFFFF


def long_field(word: int) -> int:
    """Field Bx, unsigned."""
    return word >> 24 & 0xFFFFFFFF


def signed_long_field(word: int) -> int:
    """Field sBx."""
    return (long_field(word) ^ 0x80000000) - 0x80000000


def signed_field(word: int, at: int) -> int:
    """Field sB or sC (1, 2)."""
    return (field(word, at) ^ 0x8000) - 0x8000


def has_k(word: int) -> bool:
    return word >> 16 & 1 != 0


def is_jump(opcode: int) -> bool:
    """Whether an instruction may go on elsewhere than right behind itself."""
    return opcode in JUMPS_SHORT or opcode in JUMPS_LONG or opcode == op.LFALSESKIP


def jump_target(word: int, pc: int) -> int:
    """Where an instruction that `is_jump` may jump to."""
    opcode = word & 0xFF
    if opcode in JUMPS_LONG:
        return pc + 1 + signed_long_field(word)
    return pc + 1 + signed_field(word, 2) if opcode in JUMPS_SHORT else pc + 2


def reads(word: int) -> list[int]:
    """The registers that an instruction reads, without those "up to top"."""
    opcode = word & 0xFF
    a = field(word, 0)
    b = field(word, 1)
    if opcode == op.CALL or opcode == op.TAILCALL:
        return list(range(a, a + max(b, 1)))
    if opcode == op.RETURN:
        return list(range(a, a + max(b - 1, 0)))
    if opcode == op.CONCAT:
        return list(range(a, a + b))
    if opcode == op.SETLIST:
        return list(range(a, a + b + 1))
    if opcode == op.FORPREP or opcode == op.FORLOOP:
        return [a, a + 1, a + 2]
    if opcode == op.TFORPREP:
        return [a, a + 1, a + 2, a + 3]
    if opcode == op.TFORCALL:
        return [a, a + 1, a + 3]
    if opcode == op.TFORLOOP:
        return [a + 3]
    if opcode == op.TBC:
        return [a]
    if opcode == op.VARARG:
        return [b] if has_k(word) else []
    return _lettered(word, "rcxy")


def writes(word: int) -> list[int]:
    """The registers that an instruction writes, without those "up to top"."""
    opcode = word & 0xFF
    a = field(word, 0)
    b = field(word, 1)
    c = field(word, 2)
    if opcode == op.CALL or opcode == op.VARARG:
        return list(range(a, a + max(c - 1, 0)))
    if opcode == op.LOADNIL:
        return list(range(a, a + b))
    if opcode == op.CONCAT or opcode == op.NEWCELL or opcode == op.FORLOOP:
        return [a]
    if opcode == op.FORPREP:
        return [a, a + 1, a + 2]
    if opcode == op.TFORPREP:
        return [a + 2, a + 3]
    if opcode == op.TFORCALL:
        return list(range(a + 3, a + 3 + c))
    return _lettered(word, "w")


def _lettered(word: int, letters: str) -> list[int]:
    """The registers in the fields with one of these letters."""
    found: list[int] = []
    for at, letter in enumerate(fields(word & 0xFF)):
        is_constant = (letter == "x" or letter == "y") and has_k(word)
        if letter in letters and not is_constant:
            found.append(field(word, at))
    return found
