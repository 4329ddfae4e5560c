"""The verifier: refuses code that could make the VM read or write where nothing of the kind is.

The VM trusts its code: it checks no register number, no constant's type, and that a register holds
a cell where an instruction expects one.  Code from the code generator deserves that; code from a
binary chunk has to pass here first.  Besides the ranges of all fields this follows every path
through a function, to see that a register holds a value (or a cell, or a new table) whenever
an instruction needs one there, and that "up to top" stands only where a top was set.
Relies on `effects` and `proto`.
"""

from typing import Final, final

from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.effects import field, has_k, long_field
from engine.compiler.function_state import MAX_REGISTERS
from engine.compiler.proto import Proto
from engine.compiler.variables import MAX_UPVALUES

MAX_DEPTH: Final = 200  # functions inside one another
_USED_BITS: Final = 1 << 56
_RETURNS: Final = frozenset((op.RETURN, op.RETURN0, op.RETURN1))
_OF_VARARGS: Final = frozenset((op.VARARG, op.VARARGTABLE, op.GETVARG))


@final
class BadCodeError(Exception):
    """Why code was refused."""


def verify(proto: Proto, depth: int = 0) -> None:
    """Check a function and all functions inside it.  Raises BadCodeError."""
    if depth > MAX_DEPTH:
        raise BadCodeError("functions nest too deeply")
    if not 2 <= proto.frame_size <= MAX_REGISTERS or not 0 <= proto.parameters <= proto.frame_size:
        raise BadCodeError("bad number of registers")
    if len(proto.upvalues) > MAX_UPVALUES:
        raise BadCodeError("too many upvalues")
    _check_fields(proto)
    _Flow(proto).follow()
    for inner in proto.protos:
        verify(inner, depth + 1)


# -- fields ----------------------------------------------------------------------------------------------


def _check_fields(proto: Proto) -> None:
    """Every field of every instruction refers to something that exists and is of the right kind."""
    size = len(proto.original)
    if size == 0 or int(proto.original[size - 1] & 0xFF) not in _RETURNS:
        raise BadCodeError("code does not end in a return")
    extra = False
    for pc in range(size):
        word = int(proto.original[pc])
        opcode = word & 0xFF
        if not 0 <= word < _USED_BITS or opcode >= op.BREAK:
            raise BadCodeError(f"bad instruction at {pc}")
        if extra != (opcode == op.EXTRA):
            raise BadCodeError(f"misplaced extra field at {pc}")
        extra = opcode == op.SETLIST and has_k(word)
        _check_registers(proto, word)
        _check_letters(proto, word)
        if opcode in _OF_VARARGS and not proto.is_vararg:
            raise BadCodeError("extra arguments in a function that takes none")
        if effects.is_jump(opcode) and not 0 <= effects.jump_target(word, pc) < size:
            raise BadCodeError(f"jump out of the code at {pc}")


def _check_registers(proto: Proto, word: int) -> None:
    for register in effects.reads(word):
        _check_register(proto, register)
    for register in effects.writes(word):
        _check_register(proto, register)
    opcode = word & 0xFF
    if opcode == op.SELF:
        _check_register(proto, field(word, 0) + 1)
    elif opcode == op.CALL or opcode == op.VARARG or opcode == op.RETURN or opcode == op.CLOSE:
        _check_register(proto, field(word, 0))
    elif opcode == op.CONCAT and field(word, 1) < 2:
        raise BadCodeError("concatenation of too few values")
    elif opcode == op.LOADNIL and field(word, 1) < 1:
        raise BadCodeError("no registers to fill")
    elif opcode == op.TFORCALL and field(word, 2) < 1:
        raise BadCodeError("iteration without variables")


def _check_register(proto: Proto, register: int) -> None:
    if register >= proto.frame_size:
        raise BadCodeError(f"register {register} out of range")


def _check_letters(proto: Proto, word: int) -> None:
    opcode = word & 0xFF
    for at, letter in enumerate(effects.fields(opcode)):
        if letter == "u":
            if field(word, at) >= len(proto.upvalues):
                raise BadCodeError("upvalue out of range")
        elif letter in "ksni":
            _check_constant(proto, field(word, at), letter)
        elif letter in "xy" and has_k(word):
            _check_constant(proto, field(word, at), "k" if letter == "x" else "s")
    if opcode == op.LOADK:
        _check_constant(proto, long_field(word), "k")
    elif opcode == op.ERRNNIL:
        _check_constant(proto, long_field(word), "s")
    elif opcode == op.CLOSURE and long_field(word) >= len(proto.protos):
        raise BadCodeError("function out of range")


def _check_constant(proto: Proto, index: int, letter: str) -> None:
    if index >= len(proto.constants):
        raise BadCodeError("constant out of range")
    value = proto.constants[index]
    if letter == "s":
        fits = isinstance(value, bytes)
    elif letter == "n":
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    elif letter == "i":
        fits = isinstance(value, int) and not isinstance(value, bool)
    else:
        fits = True
    if not fits:
        raise BadCodeError("constant of the wrong type")


# -- paths -----------------------------------------------------------------------------------------------


@final
class _State:
    """What is known before an instruction: sets of registers, as bits, and where values "up to top" begin (or -1)."""

    def __init__(self, values: int, cells: int, tables: int, top: int) -> None:
        self.values = values
        self.cells = cells
        self.tables = tables  # values that a table constructor has just made
        self.top = top

    def copy(self) -> "_State":
        return _State(self.values, self.cells, self.tables, self.top)

    def join(self, other: "_State") -> bool:
        """Keep only what another path knows too; whether that is less."""
        values = self.values & other.values
        cells = self.cells & other.cells
        tables = self.tables & other.tables
        top = self.top if self.top == other.top else -1
        less = values != self.values or cells != self.cells or tables != self.tables or top != self.top
        self.values = values
        self.cells = cells
        self.tables = tables
        self.top = top
        return less

    def write(self, register: int) -> None:
        bit = 1 << register
        self.values |= bit
        self.cells &= ~bit
        self.tables &= ~bit

    def forget_from(self, register: int) -> None:
        """The registers from here on hold anything."""
        kept = (1 << register) - 1
        self.values &= kept
        self.cells &= kept
        self.tables &= kept


@final
class _Flow:
    """The walk along all paths of one function."""

    def __init__(self, proto: Proto) -> None:
        self._proto: Final = proto
        self._states: Final[list[_State | None]] = [None] * len(proto.original)
        self._waiting: Final[list[int]] = []

    def follow(self) -> None:
        self._reach(0, _State((1 << self._proto.parameters) - 1, 0, 0, -1))
        while self._waiting:
            pc = self._waiting.pop()
            state = self._states[pc]
            assert state is not None
            self._step(pc, int(self._proto.original[pc]), state.copy())

    def _reach(self, pc: int, state: _State) -> None:
        known = self._states[pc]
        if known is None:
            self._states[pc] = state.copy()
            self._waiting.append(pc)
        elif known.join(state):
            self._waiting.append(pc)

    def _step(self, pc: int, word: int, state: _State) -> None:
        opcode = word & 0xFF
        self._check_reads(pc, word, state)
        if opcode == op.TESTSET:
            self._reach(pc + 1, state)
        self._apply(opcode, word, state)
        if effects.is_jump(opcode):
            target = effects.jump_target(word, pc)
            if int(self._proto.original[target] & 0xFF) == op.EXTRA:
                raise BadCodeError(f"jump to an extra field at {pc}")
            self._reach(target, state)
        falls = opcode not in _RETURNS and opcode not in (op.JMP, op.TFORPREP, op.LFALSESKIP, op.TESTSET)
        if falls:
            behind = pc + 2 if opcode == op.SETLIST and has_k(word) else pc + 1
            self._reach(behind, state)

    def _check_reads(self, pc: int, word: int, state: _State) -> None:
        opcode = word & 0xFF
        cells = 0
        values = 0
        for register in effects.reads(word):
            values |= 1 << register
        if opcode == op.GETCELL or opcode == op.SETCELL:
            cells = 1 << field(word, 1)
            values = 1 << field(word, 0) if opcode == op.SETCELL else 0
        elif opcode == op.CLOSURE:
            cells = self._captured(long_field(word))
        elif (opcode == op.TBC or opcode == op.VARARG) and state.cells & values:
            values = 0
        elif opcode == op.SETLIST and not state.tables & 1 << field(word, 0):
            raise BadCodeError(f"items for what is no new table at {pc}")
        if cells & ~state.cells or values & ~state.values:
            raise BadCodeError(f"register without a value at {pc}")
        self._check_top(pc, opcode, word, state)

    def _captured(self, index: int) -> int:
        """The registers whose cells a closure takes along."""
        cells = 0
        for upvalue in self._proto.protos[index].upvalues:
            if not upvalue.in_stack:
                if not 0 <= upvalue.index < len(self._proto.upvalues):
                    raise BadCodeError("upvalue out of range")
            elif not 0 <= upvalue.index < self._proto.frame_size:
                raise BadCodeError("captured register out of range")
            else:
                cells |= 1 << upvalue.index
        return cells

    def _check_top(self, pc: int, opcode: int, word: int, state: _State) -> None:
        """An instruction that goes up to top finds the values before its open ones in place."""
        a = field(word, 0)
        if opcode == op.CLOSE:
            if field(word, 2) > 0 and state.top < 0:
                raise BadCodeError(f"no top at {pc}")
            return
        if opcode not in (op.CALL, op.TAILCALL, op.RETURN, op.SETLIST) or field(word, 1) > 0:
            return
        first = a if opcode == op.RETURN else a + 1
        between = (1 << state.top) - (1 << first) if state.top >= first else -1
        if between < 0 or between & ~state.values:
            raise BadCodeError(f"no top at {pc}")

    def _apply(self, opcode: int, word: int, state: _State) -> None:
        """What the instruction leaves behind."""
        a = field(word, 0)
        if opcode == op.NEWCELL:
            bit = 1 << a
            state.values &= ~bit
            state.tables &= ~bit
            state.cells |= bit
            return
        if opcode in (op.CALL, op.TAILCALL) or (opcode == op.VARARG and field(word, 2) == 0):
            state.forget_from(a)
        elif opcode == op.TFORCALL:
            state.forget_from(a + 3)
        for register in effects.writes(word):
            state.write(register)
        if opcode == op.NEWTABLE:
            state.tables |= 1 << a
        if opcode == op.TAILCALL or (opcode in (op.CALL, op.VARARG) and field(word, 2) == 0):
            state.top = a
        elif opcode != op.CLOSE:
            state.top = -1
