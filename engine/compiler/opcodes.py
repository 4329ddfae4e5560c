"""The instruction set: one row an opcode, and everything else is read from these rows.

An instruction is one 64-bit word.  Fields, from the low end::

    bits  0-7   op
    bits  8-15  A      a register (or, where the row says so, something else)
    bit   16    k      the outcome a conditional jump waits for, or "C is a constant"
    bits 24-39  B      16 bits
    bits 40-55  C      16 bits
    bits 24-55  Bx     32 bits: B and C as one field

``sB``, ``sC`` and ``sBx`` are the same fields read as signed numbers in two's complement.  A jump
offset counts from the instruction after the jump.  `R` is the frame's registers, `K` the
prototype's constants, `U` the closure's cells, `RK[C]` is ``K[C]`` when k is set, else ``R[C]``.

The last column of a row is the *undo specification*: what the instruction overwrites, and so what
the history ring has to keep.  The ring always keeps the old ``R[A]``; the other kinds say where the
rest goes.  See ``engine/history/ring.py``.

Captured locals live in a `Cell` that the local's register holds (``NEWCELL``), so there are no open
upvalues and nothing to close but to-be-closed variables.
"""

from typing import Final

# Undo kinds: what an instruction overwrites when it takes its fast path.  Whatever an instruction
# does beside its fast path (a metamethod, a missing argument, several results) goes to the journal.
NOTHING: Final = "nothing"
REGISTER: Final = "R[A]"
CELL: Final = "a cell"
TABLE: Final = "a table slot"
FRAME: Final = "a frame"
RESULT: Final = "a frame, and the caller's register"
LOOP: Final = "R[A+3] and R[A+4]"
JOURNAL: Final = "the journal"

# fmt: off
_ROWS: Final = (
    # name        operands   undo      meaning
    ("MOVE",      "A B",     REGISTER, "R[A] := R[B]"),
    ("GETFIELD",  "A B C",   REGISTER, "R[A] := R[B][K[C]], K[C] a string"),
    ("GETTABLE",  "A B C",   REGISTER, "R[A] := R[B][R[C]]"),
    ("ADD",       "A B C",   REGISTER, "R[A] := R[B] + R[C]"),
    ("ADDI",      "A B sC",  REGISTER, "R[A] := R[B] + the integer sC"),
    ("FORLOOP",   "A sBx",   REGISTER, "numeric for: if R[A] is not the last value (R[A+1]) then R[A] += R[A+2], pc += sBx"),
    ("LT",        "A B sC k", NOTHING, "if (R[A] < R[B]) == k then pc += sC"),
    ("LE",        "A B sC k", NOTHING, "if (R[A] <= R[B]) == k then pc += sC"),
    ("LTI",       "A sB sC k", NOTHING, "if (R[A] < sB) == k then pc += sC"),
    ("GTI",       "A sB sC k", NOTHING, "if (R[A] > sB) == k then pc += sC"),
    ("EQK",       "A B sC k", NOTHING, "if (R[A] == K[B]) == k then pc += sC"),
    ("TEST",      "A sBx k", NOTHING,  "if truthy(R[A]) == k then pc += sBx"),
    ("JMP",       "sBx",     NOTHING,  "pc += sBx"),
    ("EQ",        "A B sC k", NOTHING, "if (R[A] == R[B]) == k then pc += sC"),
    ("GETUPVAL",  "A B",     REGISTER, "R[A] := value of U[B]"),
    ("CALL",      "A B C",   FRAME,    "R[A], ..., R[A+C-2] := R[A](R[A+1], ..., R[A+B-1]); B = 0: arguments up to top; C = 0: keep all results, set top"),
    ("RETURN1",   "A",       RESULT,   "return R[A]"),
    ("RETURN0",   "",        RESULT,   "return nothing"),
    ("GETTABUP",  "A B C",   REGISTER, "R[A] := U[B][K[C]], K[C] a string (a global)"),
    ("SELF",      "A B C k", REGISTER, "R[A] := R[B][K[C]] (k set) or R[B][R[C]], for a method call: the object is in R[A+1] already"),
    ("LOADI",     "A sBx",   REGISTER, "R[A] := the integer sBx"),
    ("LOADK",     "A Bx",    REGISTER, "R[A] := K[Bx]"),
    ("SETFIELD",  "A B C k", TABLE,    "R[A][K[B]] := RK[C], K[B] a string"),
    ("SETTABLE",  "A B C k", TABLE,    "R[A][R[B]] := RK[C]"),
    ("SUB",       "A B C",   REGISTER, "R[A] := R[B] - R[C]"),
    ("MUL",       "A B C",   REGISTER, "R[A] := R[B] * R[C]"),
    ("ADDK",      "A B C",   REGISTER, "R[A] := R[B] + K[C], K[C] a number"),
    ("SUBK",      "A B C",   REGISTER, "R[A] := R[B] - K[C], K[C] a number"),
    ("MULK",      "A B C",   REGISTER, "R[A] := R[B] * K[C], K[C] a number"),
    ("LEI",       "A sB sC k", NOTHING, "if (R[A] <= sB) == k then pc += sC"),
    ("GEI",       "A sB sC k", NOTHING, "if (R[A] >= sB) == k then pc += sC"),
    ("EQI",       "A sB sC k", NOTHING, "if (R[A] == sB) == k then pc += sC"),
    ("DIV",       "A B C",   REGISTER, "R[A] := R[B] / R[C]"),
    ("DIVK",      "A B C",   REGISTER, "R[A] := R[B] / K[C], K[C] a number"),
    ("MOD",       "A B C",   REGISTER, "R[A] := R[B] % R[C]"),
    ("MODK",      "A B C",   REGISTER, "R[A] := R[B] % K[C], K[C] a number"),
    ("IDIV",      "A B C",   REGISTER, "R[A] := R[B] // R[C]"),
    ("IDIVK",     "A B C",   REGISTER, "R[A] := R[B] // K[C], K[C] a number"),
    ("POW",       "A B C",   REGISTER, "R[A] := R[B] ^ R[C]"),
    ("POWK",      "A B C",   REGISTER, "R[A] := R[B] ^ K[C], K[C] a number"),
    ("BAND",      "A B C",   REGISTER, "R[A] := R[B] & R[C]"),
    ("BANDK",     "A B C",   REGISTER, "R[A] := R[B] & K[C], K[C] an integer"),
    ("BOR",       "A B C",   REGISTER, "R[A] := R[B] | R[C]"),
    ("BORK",      "A B C",   REGISTER, "R[A] := R[B] | K[C], K[C] an integer"),
    ("BXOR",      "A B C",   REGISTER, "R[A] := R[B] ~ R[C]"),
    ("BXORK",     "A B C",   REGISTER, "R[A] := R[B] ~ K[C], K[C] an integer"),
    ("SHL",       "A B C",   REGISTER, "R[A] := R[B] << R[C]"),
    ("SHLK",      "A B C",   REGISTER, "R[A] := R[B] << K[C], K[C] an integer"),
    ("SHR",       "A B C",   REGISTER, "R[A] := R[B] >> R[C]"),
    ("SHRK",      "A B C",   REGISTER, "R[A] := R[B] >> K[C], K[C] an integer"),
    ("UNM",       "A B",     REGISTER, "R[A] := -R[B]"),
    ("BNOT",      "A B",     REGISTER, "R[A] := ~R[B]"),
    ("NOT",       "A B",     REGISTER, "R[A] := not R[B]"),
    ("TESTSET",   "A B sC k", REGISTER, "if truthy(R[B]) == k then R[A] := R[B], pc += sC"),
    ("LOADFALSE", "A",       REGISTER, "R[A] := false"),
    ("LOADTRUE",  "A",       REGISTER, "R[A] := true"),
    ("LFALSESKIP", "A",      REGISTER, "R[A] := false, pc += 1"),
    ("LOADNIL",   "A B",     JOURNAL,  "R[A], ..., R[A+B-1] := nil, B >= 1 (B = 1 keeps R[A] only)"),
    ("SETUPVAL",  "A B",     CELL,     "value of U[B] := R[A]"),
    ("GETCELL",   "A B",     REGISTER, "R[A] := value of the cell in R[B]"),
    ("SETCELL",   "A B",     CELL,     "value of the cell in R[B] := R[A]"),
    ("NEWCELL",   "A",       REGISTER, "R[A] := a new cell that holds R[A]"),
    ("GETI",      "A B C",   REGISTER, "R[A] := R[B][the integer C]"),
    ("SETI",      "A B C k", TABLE,    "R[A][the integer B] := RK[C]"),
    ("SETTABUP",  "A B C k", TABLE,    "U[A][K[B]] := RK[C], K[B] a string"),
    ("LEN",       "A B",     REGISTER, "R[A] := #R[B]"),
    ("CONCAT",    "A B",     REGISTER, "R[A] := R[A] .. R[A+1] .. ... .. R[A+B-1], B >= 2"),
    ("NEWTABLE",  "A B C",   REGISTER, "R[A] := {}; room for B array items and C fields"),
    ("SETLIST",   "A B C k", JOURNAL,  "R[A][C+i] := R[A+i], 1 <= i <= B; B = 0: up to top; k set: the offset is C + 65536 * (sBx of the EXTRA that follows)"),
    ("CLOSURE",   "A Bx",    REGISTER, "R[A] := closure of prototype Bx"),
    ("FORPREP",   "A sBx",   JOURNAL,  "check and prepare R[A] start, R[A+1] limit, R[A+2] step; no iteration: pc += sBx"),
    ("TFORPREP",  "A sBx",   JOURNAL,  "generic for: R[A] f, R[A+1] s, R[A+2] := closing value, R[A+3] := control (they come in the order control, closing); R[A+2] to be closed; pc += sBx"),
    ("TFORCALL",  "A C",     LOOP,     "R[A+3], ..., R[A+2+C] := R[A](R[A+1], R[A+3])"),
    ("TFORLOOP",  "A sBx",   NOTHING,  "if R[A+3] ~= nil then pc += sBx"),
    ("TAILCALL",  "A B k",   FRAME,    "return R[A](R[A+1], ..., R[A+B-1]); B = 0: arguments up to top; k: tail calls are counted"),
    ("RETURN",    "A B",     JOURNAL,  "return R[A], ..., R[A+B-2]; B = 0: up to top"),
    ("VARARG",    "A B C k", JOURNAL,  "R[A], ..., R[A+C-2] := ...; C = 0: all of them, set top; k set: they are in the table in R[B]"),
    ("TBC",       "A",       JOURNAL,  "mark the variable in R[A] to be closed"),
    ("CLOSE",     "A C",     JOURNAL,  "close the to-be-closed variables in R[A] and above, last first; C = 1: values up to top stay live"),
    ("VARARGTABLE", "A",     JOURNAL,  "R[A] := a table of the extra arguments, with their number in field n"),
    ("GETVARG",   "A B",     JOURNAL,  "R[A] := the extra argument that R[B] is the number of; their number for \"n\"; else nil"),
    ("ERRNNIL",   "A Bx",    NOTHING,  "if R[A] ~= nil: error, the global K[Bx] (a string) is defined already"),
    ("EXTRA",     "sBx",     NOTHING,  "more bits for the instruction before it; never executed by itself"),
    ("BREAK",     "",        NOTHING,  "a breakpoint planted over another instruction, which `Proto.original` keeps; never compiled"),
    ("VISIT",     "",        NOTHING,  "the first visit of a block in an epoch, planted likewise; never compiled"),
)
# fmt: on

NAMES: Final[tuple[str, ...]] = tuple(row[0] for row in _ROWS)
OPERANDS: Final[tuple[tuple[str, ...], ...]] = tuple(tuple(row[1].split()) for row in _ROWS)
UNDO: Final[tuple[str, ...]] = tuple(row[2] for row in _ROWS)
MEANING: Final[tuple[str, ...]] = tuple(row[3] for row in _ROWS)

# The numbers, as constants that the compiled engine sees; a test holds them to the rows.
MOVE: Final = 0
GETFIELD: Final = 1
GETTABLE: Final = 2
ADD: Final = 3
ADDI: Final = 4
FORLOOP: Final = 5
LT: Final = 6
LE: Final = 7
LTI: Final = 8
GTI: Final = 9
EQK: Final = 10
TEST: Final = 11
JMP: Final = 12
EQ: Final = 13
GETUPVAL: Final = 14
CALL: Final = 15
RETURN1: Final = 16
RETURN0: Final = 17
GETTABUP: Final = 18
SELF: Final = 19
LOADI: Final = 20
LOADK: Final = 21
SETFIELD: Final = 22
SETTABLE: Final = 23
SUB: Final = 24
MUL: Final = 25
ADDK: Final = 26
SUBK: Final = 27
MULK: Final = 28
LEI: Final = 29
GEI: Final = 30
EQI: Final = 31
DIV: Final = 32
DIVK: Final = 33
MOD: Final = 34
MODK: Final = 35
IDIV: Final = 36
IDIVK: Final = 37
POW: Final = 38
POWK: Final = 39
BAND: Final = 40
BANDK: Final = 41
BOR: Final = 42
BORK: Final = 43
BXOR: Final = 44
BXORK: Final = 45
SHL: Final = 46
SHLK: Final = 47
SHR: Final = 48
SHRK: Final = 49
UNM: Final = 50
BNOT: Final = 51
NOT: Final = 52
TESTSET: Final = 53
LOADFALSE: Final = 54
LOADTRUE: Final = 55
LFALSESKIP: Final = 56
LOADNIL: Final = 57
SETUPVAL: Final = 58
GETCELL: Final = 59
SETCELL: Final = 60
NEWCELL: Final = 61
GETI: Final = 62
SETI: Final = 63
SETTABUP: Final = 64
LEN: Final = 65
CONCAT: Final = 66
NEWTABLE: Final = 67
SETLIST: Final = 68
CLOSURE: Final = 69
FORPREP: Final = 70
TFORPREP: Final = 71
TFORCALL: Final = 72
TFORLOOP: Final = 73
TAILCALL: Final = 74
RETURN: Final = 75
VARARG: Final = 76
TBC: Final = 77
CLOSE: Final = 78
VARARGTABLE: Final = 79
GETVARG: Final = 80
ERRNNIL: Final = 81
EXTRA: Final = 82
BREAK: Final = 83
VISIT: Final = 84


def encode(op: int, a: int = 0, b: int = 0, c: int = 0, k: int = 0) -> int:
    """The word of an instruction with fields A, B, C and k; B and C may be negative (sB, sC)."""
    return op | a << 8 | k << 16 | (b & 0xFFFF) << 24 | (c & 0xFFFF) << 40


def encode_bx(op: int, a: int, bx: int, k: int = 0) -> int:
    """The word of an instruction with fields A, Bx and k; Bx may be negative (sBx)."""
    return op | a << 8 | k << 16 | (bx & 0xFFFFFFFF) << 24
