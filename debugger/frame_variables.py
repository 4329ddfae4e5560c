"""A local variable as a register of a frame: which instructions of which call it belongs to.

A register of the stack serves many calls, and in each several variables, one after the other.
"""

from dataclasses import dataclass

from debugger.write_search import FrameRegister, frame_register
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.history.writes import Place
from engine.runtime.coroutine import Coroutine
from engine.vm.machine import Machine


@dataclass(frozen=True)
class FrameVariable:
    """A register in a frame, while it is one variable's: at the instructions from `start` on, before `end`.

    `first` is the first instruction that may give the variable its first value; `again` are those at the end of a loop
    that give the loop's variable its next one.
    """

    frame: FrameRegister
    first: int
    start: int
    end: int
    again: frozenset[int] = frozenset()

    def is_at(self, machine: Machine, place: Place) -> bool:
        """Whether the next instruction, if it writes to the register, writes to the variable."""
        pc = self.instruction(machine, place)
        return self.first <= pc < self.end or pc in self.again

    def instruction(self, machine: Machine, place: Place) -> int:
        """What the frame executes next, or waits in; -1 if it is not there."""
        co = place.subject
        assert isinstance(co, Coroutine)
        for level in range(co.depth, -1, -1):
            if self.frame.is_level(co, level):
                return _instruction(machine, co, level)
        return -1


def variable_at(machine: Machine, place: Place) -> FrameVariable | None:
    """The variable that a register is at the present moment; None if it belongs to no call of a Lua function."""
    frame = frame_register(place)
    if frame is None:
        return None
    co = place.subject
    assert isinstance(co, Coroutine)
    pc = _instruction(machine, co, _level(place))
    proto: Proto = frame.proto
    for one in proto.locals:
        if one.register == frame.number and one.start <= pc < one.end:
            start = int(one.start)
            again = _at_loop_end(proto, start)
            # The variables of a generic loop have their first values from there, too.
            first = start if len(again) > 1 else _first_write(proto, frame.number, start)
            return FrameVariable(frame, first, start, int(one.end), again)
    return FrameVariable(frame, 0, 0, len(proto.original))


def _level(place: Place) -> int:
    """The frame that has the register; -1 if none has."""
    co = place.subject
    assert isinstance(co, Coroutine)
    return next((level for level in range(co.depth, -1, -1) if co.base(level) <= place.index), -1)


def _instruction(machine: Machine, co: Coroutine, level: int) -> int:
    """What a frame executes next, or waits in."""
    is_next = co is machine.current and level == co.depth and machine.failure is None
    return int(co.pcs[level]) - (not is_next)


def _first_write(proto: Proto, register: int, start: int) -> int:
    """The first instruction of the statement that declares a variable, as far as lines tell, after other variables."""
    before = max((int(one.end) for one in proto.locals if one.register == register and one.end <= start), default=0)
    first = start
    while first > before and proto.lines[first - 1] == proto.lines[max(start - 1, 0)]:
        first -= 1
    return first


def _at_loop_end(proto: Proto, start: int) -> frozenset[int]:
    """The instructions with which a loop whose body begins at `start` goes on to its next round."""
    found: set[int] = set()
    for pc in range(start, len(proto.original)):
        word = int(proto.original[pc])
        if word & 0xFF in (op.FORLOOP, op.TFORLOOP) and effects.jump_target(word, pc) == start:
            found |= {pc, pc - 1} if word & 0xFF == op.TFORLOOP else {pc}
    return frozenset(found)
