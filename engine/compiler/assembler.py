"""The assembler of one function: instructions, their positions, jumps, constants, and local variables.

Jumps are kept as pairs of instruction numbers until `finish`, which threads jumps to jumps and
writes the offsets.  A comparison has 16 bits for its offset; where that is too little it becomes
the opposite comparison over a plain jump, and everything behind it moves.
Relies on `opcodes` and `proto`.
"""

from typing import Final, final

from engine.compiler import opcodes as op
from engine.compiler.folding import Constant
from engine.compiler.proto import LocalVar
from engine.runtime.values import intern
from engine.syntax.expansions import Origin

MAX_FIELD: Final = 0xFFFF  # what fits B or C, unsigned

_FUSED: Final = frozenset(
    (op.LT, op.LE, op.LTI, op.LEI, op.GTI, op.GEI, op.EQ, op.EQK, op.EQI, op.TESTSET)
)  # conditional jumps with their offset in C
_MAX_THREAD: Final = 100  # jumps to follow; a loop of nothing but jumps has no end


def fits_signed(value: int) -> bool:
    """Whether an integer fits sB or sC."""
    return -0x8000 <= value <= 0x7FFF


@final
class _LocalEntry:
    """A local variable whose last instruction may not be known yet."""

    def __init__(self, name: bytes, register: int, start: int, cell: bool) -> None:
        self.name: Final = name
        self.register: Final = register
        self.start = start
        self.end = start
        self.cell: Final = cell


@final
class Assembler:
    """Code under construction.  `line`, `column` and `origin` are given to every instruction emitted.

    If `zeros_merge`, 0 and -0 are one constant, the one that comes first.
    """

    def __init__(self, zeros_merge: bool) -> None:
        self._zeros_merge: Final = zeros_merge
        self.code: list[int] = []
        self.lines: list[int] = []
        self.columns: list[int] = []
        self.origins: list[Origin | None] = []  # of what macros made
        self.constants: Final[list[object]] = []
        self.line = 0
        self.column = 1
        self.origin: Origin | None = None
        self._targets: dict[int, int] = {}  # of each jump: the instruction it goes to
        self._locals: Final[list[_LocalEntry]] = []
        self._words: Final[dict[bool | None, int]] = {}
        self._integers: Final[dict[int, int]] = {}
        self._floats: Final[dict[str, int]] = {}
        self._strings: Final[dict[bytes, int]] = {}

    # -- instructions

    def here(self) -> int:
        """The number of the next instruction."""
        return len(self.code)

    def emit(self, opcode: int, a: int = 0, b: int = 0, c: int = 0, k: int = 0) -> int:
        """Append an instruction; its number."""
        return self._append(op.encode(opcode, a, b, c, k))

    def emit_bx(self, opcode: int, a: int, bx: int, k: int = 0) -> int:
        return self._append(op.encode_bx(opcode, a, bx, k))

    def _append(self, word: int) -> int:
        self.code.append(word)
        self.lines.append(self.line)
        self.columns.append(self.column)
        self.origins.append(self.origin)
        return len(self.code) - 1

    def set_fields(self, pc: int, b: int, c: int) -> None:
        """Fill in B and C of an instruction emitted with zeros there."""
        self.code[pc] |= op.encode(0, 0, b, c)

    def adopt_position(self, first: int, after: int) -> None:
        """Let the instructions from `first` up to `after` stand where the one at `after` stands."""
        for pc in range(first, after):
            self.lines[pc] = self.lines[after]
            self.columns[pc] = self.columns[after]
            self.origins[pc] = self.origins[after]

    def make_tail_call(self, is_counted: bool) -> None:
        """Let the CALL emitted last be a TAILCALL."""
        call = self.code[-1]
        self.code[-1] = op.encode(op.TAILCALL, call >> 8 & 0xFF, call >> 24 & 0xFFFF, 0, int(is_counted))

    # -- jumps

    def jump(self) -> int:
        """Append a jump whose target `land` or `jump_to` sets."""
        return self.emit_bx(op.JMP, 0, 0)

    def jump_to(self, pc: int, target: int) -> None:
        self._targets[pc] = target

    def land(self, jumps: list[int]) -> None:
        """Let these jumps come here."""
        for pc in jumps:
            self._targets[pc] = len(self.code)

    # -- constants

    def constant(self, constant: Constant) -> int:
        """The number of a constant; equal ones (by type too, and as a rule by the sign of a zero) share one."""
        value = constant.value
        if isinstance(value, bytes):
            value = intern(value)
            return self._shared(self._strings.setdefault(value, len(self.constants)), value)
        if isinstance(value, float):
            key = "0" if value == 0.0 and self._zeros_merge else value.hex()
            return self._shared(self._floats.setdefault(key, len(self.constants)), value)
        if value is None or isinstance(value, bool):
            return self._shared(self._words.setdefault(value, len(self.constants)), value)
        assert isinstance(value, int)
        return self._shared(self._integers.setdefault(value, len(self.constants)), value)

    def string(self, text: bytes) -> int:
        return self.constant(Constant(text))

    def _shared(self, index: int, value: object) -> int:
        if index == len(self.constants):
            self.constants.append(value)
        return index

    # -- local variables

    def begin_local(self, name: bytes, register: int, cell: bool) -> int:
        """A variable is live from here on; a number for `end_local`."""
        self._locals.append(_LocalEntry(name, register, len(self.code), cell))
        return len(self._locals) - 1

    def end_local(self, number: int) -> None:
        self._locals[number].end = len(self.code)

    def locals(self) -> list[LocalVar]:
        """The variables, in the order of their declarations; for when `finish` is done."""
        return [LocalVar(entry.name, entry.register, entry.start, entry.end, entry.cell) for entry in self._locals]

    # -- the end

    def finish(self) -> None:
        """Write the jumps' offsets."""
        self._thread_jumps()
        far = self._far_jumps()
        while far:
            self._widen(far)
            far = self._far_jumps()
        for pc, target in self._targets.items():
            offset = target - pc - 1
            if self.code[pc] & 0xFF in _FUSED:
                self.code[pc] |= op.encode(0, 0, 0, offset)
            else:
                self.code[pc] |= op.encode_bx(0, 0, offset)

    def _thread_jumps(self) -> None:
        """Let what jumps to a plain jump go where that one goes."""
        for pc, target in self._targets.items():
            opcode = self.code[pc] & 0xFF
            if opcode not in _FUSED and opcode != op.JMP and opcode != op.TEST:
                continue
            for _ in range(_MAX_THREAD):
                if target >= len(self.code) or self.code[target] & 0xFF != op.JMP:
                    break
                target = self._targets[target]
            self._targets[pc] = target

    def _far_jumps(self) -> set[int]:
        """The jumps with 16 bits that need more."""
        if len(self.code) <= 0x7FFF:
            return set()
        far: set[int] = set()
        for pc, target in self._targets.items():
            if self.code[pc] & 0xFF in _FUSED and not fits_signed(target - pc - 1):
                far.add(pc)
        return far

    def _widen(self, far: set[int]) -> None:
        """Spread these jumps over several instructions each, and move what lies behind."""
        old_code, old_lines, old_columns, old_targets = self.code, self.lines, self.columns, self._targets
        old_origins = self.origins
        self.code, self.lines, self.columns, self._targets, self.origins = [], [], [], {}, []
        moved: list[int] = []
        plain: dict[int, int] = {}  # of new jumps: their old targets
        for pc, word in enumerate(old_code):
            moved.append(len(self.code))
            self.line = old_lines[pc]
            self.column = old_columns[pc]
            self.origin = old_origins[pc]
            if pc in far:
                plain[self._opposite(word)] = old_targets[pc]
            else:
                self._append(word)
                if pc in old_targets:
                    plain[len(self.code) - 1] = old_targets[pc]
        moved.append(len(self.code))
        for pc, target in plain.items():
            self._targets[pc] = moved[target]
        for entry in self._locals:
            entry.start = moved[entry.start]
            entry.end = moved[entry.end]

    def _opposite(self, word: int) -> int:
        """Append a conditional jump as its opposite over a plain jump; the latter's number."""
        opposite = word ^ 1 << 16
        if word & 0xFF == op.TESTSET:
            register = word >> 24 & 0xFFFF
            skip = self.emit_bx(op.TEST, register, 0, opposite >> 16 & 1)
            self.emit(op.MOVE, word >> 8 & 0xFF, register)
        else:
            skip = self._append(opposite)
        jump = self.jump()
        self._targets[skip] = jump + 1
        return jump
