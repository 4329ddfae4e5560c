"""What ran in an epoch: the index that lets a search pass over the epochs that cannot have met a breakpoint.

Code is divided into *blocks*: stretches that are entered at their first instruction only, from a jump, from the block
before, or when a call comes back.  At the beginning of an epoch a VISIT stands in the place of each block's first
instruction.  The dispatch loop that meets one tells `Visits.meet`, which notes the block and puts the instruction back.
So a block costs an epoch one detour, and everything else runs at full speed.

What an epoch finds in the middle of a block, because it waits there, counts as visited (`mark_frames`).  Relies on
`engine.compiler.effects` for where code jumps.
"""

from typing import Final, final

from librt.vecs import vec
from mypy_extensions import i32, i64

from engine.compiler import effects
from engine.compiler.opcodes import BREAK, CALL, TFORCALL, VISIT
from engine.compiler.proto import Proto
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure

RAISED: Final = 0
"""The number that stands for: an error was raised, caught or not."""

SET_LOCAL: Final = 1
"""The number that stands for: a variable of a frame was set from outside of it (`debug.setlocal`)."""

_YES: Final = 49  # the digit 1


@final
class Visits:
    """The blocks that have been visited in the epoch in progress."""

    def __init__(self) -> None:
        self._marks: bytearray = bytearray(b"00")  # a digit a block; RAISED and SET_LOCAL come first
        self._met: list[tuple[Proto, int]] = []  # where a VISIT stood that is to stand there again
        self._lent: list[tuple[Proto, int]] = []  # the same, of a replay, whose visits do not count

    def add(self, proto: Proto) -> None:
        """Number the blocks of a function and of those inside it, and wait for their visits."""
        if proto.first_block < 0:
            proto.first_block = len(self._marks)
            proto.blocks = blocks_of(proto)
            size = len(proto.blocks)
            self._marks.extend(b"0" * (int(proto.blocks[size - 1]) + 1))
            for pc in range(size):
                if is_first(proto, pc) and proto.code[pc] & 0xFF != BREAK:
                    proto.code[pc] = VISIT
        for inner in proto.protos:
            self.add(inner)

    def meet(self, proto: Proto, pc: i64, replaying: bool) -> None:
        """A VISIT is to be executed: put the instruction in its place."""
        proto.code[pc] = proto.original[pc]
        if replaying:
            self._lent.append((proto, pc))
        else:
            self._met.append((proto, pc))
            self.mark(proto, pc)

    def mark(self, proto: Proto, pc: i64) -> None:
        """Note that the block of an instruction has been visited."""
        if proto.first_block >= 0:
            self._marks[proto.first_block + i64(proto.blocks[pc])] = _YES

    def note(self, number: i64) -> None:
        """Note that something has happened: RAISED or SET_LOCAL."""
        self._marks[number] = _YES

    def mark_frames(self, co: Coroutine) -> None:
        """Note the blocks in the middle of which a coroutine stands: they go on without being entered."""
        for level in range(co.depth + 1):
            function = co.functions[level]
            if isinstance(function, LuaClosure):
                proto = function.proto
                pc = co.pcs[level]
                if proto.first_block >= 0 and pc < len(proto.blocks) and not is_first(proto, pc):
                    self.mark(proto, pc)

    def take(self) -> int:
        """The visits of the epoch that ends here, a bit for each block's number; a new epoch begins."""
        found = self.present()
        self._marks[:] = b"0" * len(self._marks)
        _plant(self._met)
        self._met = []
        return found

    def present(self) -> int:
        """The visits of the epoch in progress, so far."""
        return int(bytes(self._marks[::-1]), 2)

    def restore(self) -> None:
        """A replay is over: wait again for the visits that it has met."""
        _plant(self._lent)
        self._lent = []


def _plant(places: list[tuple[Proto, int]]) -> None:
    for proto, pc in places:
        if proto.code[pc] & 0xFF != BREAK:
            proto.code[pc] = VISIT


def plant_break(proto: Proto, pc: i64) -> None:
    """Plant a breakpoint on an instruction."""
    proto.code[pc] = BREAK


def uproot_break(proto: Proto, pc: i64) -> None:
    """Take a breakpoint away.  Its block may not have been visited in this epoch: to wait for it again does no harm."""
    if proto.first_block >= 0 and is_first(proto, pc):
        proto.code[pc] = VISIT
    else:
        proto.code[pc] = proto.original[pc]


def bit_of(proto: Proto, pc: i64) -> int:
    """The number of an instruction's block in what `Visits.take` returns; -1 if nobody has waited for its visits."""
    return -1 if proto.first_block < 0 else int(proto.first_block + i64(proto.blocks[pc]))


def bits_of(proto: Proto) -> int:
    """All blocks of a function, a bit for each; -1 if nobody has waited for its visits."""
    if proto.first_block < 0:
        return -1
    count = int(proto.blocks[len(proto.blocks) - 1]) + 1
    return ((1 << count) - 1) << int(proto.first_block)


def is_first(proto: Proto, pc: i64) -> bool:
    """Whether an instruction is the first of its block."""
    return pc == 0 or proto.blocks[pc] != proto.blocks[pc - 1]


def blocks_of(proto: Proto) -> vec[i32]:
    """For each instruction the number of its block, counted from 0."""
    size = len(proto.original)
    firsts: list[bool] = [False] * (size + 2)
    for pc in range(size):
        word = int(proto.original[pc])
        opcode = word & 0xFF
        if effects.is_jump(opcode):
            firsts[pc + 1] = True
            firsts[effects.jump_target(word, pc)] = True
        elif opcode == CALL or opcode == TFORCALL:
            firsts[pc + 1] = True
    found: list[i32] = []
    number: i32 = 0
    for pc in range(size):
        if pc > 0 and firsts[pc]:
            number += 1
        found.append(number)
    return vec[i32](found)
