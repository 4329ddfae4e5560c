"""A local variable as a register of a frame: which instructions of which call it belongs to.

A register of the stack serves many calls, and in each several variables, one after the other.
"""

from dataclasses import dataclass

from debugger.write_search import FrameRegister, frame_register
from engine.compiler.proto import Proto
from engine.history.writes import Place
from engine.runtime.coroutine import Coroutine
from engine.vm.machine import Machine


@dataclass(frozen=True)
class FrameVariable:
    """A register in a frame, while it is one variable's: at the instructions from `start` on, before `end`.

    `first` is the first instruction that may give the variable its first value.
    """

    frame: FrameRegister
    first: int
    start: int
    end: int

    def is_at(self, machine: Machine, place: Place) -> bool:
        """Whether the next instruction, if it writes to the register, writes to the variable."""
        level = _level(place)
        co = place.subject
        assert isinstance(co, Coroutine)
        return self.frame.is_level(co, level) and self.first <= _instruction(machine, co, level) < self.end


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
            return FrameVariable(frame, _first_write(proto, frame.number, int(one.start)), int(one.start), int(one.end))
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
