"""Searching one epoch for the steps that may write to a place, at the speed of execution.

The epoch is replayed without recording.  A field, a metatable or a captured variable has an object, which the machine
watches (`engine.history.watch`).  A local variable is a register of a frame: breakpoints are planted where its
function goes on after an instruction that writes to the register, and where it begins.  Either way the steps found are
a few too many; `verified` looks at one again, with the ring, and knows.
"""

from collections.abc import Iterator

from debugger.breakpoints import Breakpoints
from debugger.places import Tracked, is_same, value_of
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.history.timeline import History
from engine.history.visits import SET_LOCAL, bit_of
from engine.history.watch import EVERY_KEY, METATABLE_KEY, Watch
from engine.history.writes import LENGTH, METATABLE, Place, step_writes
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure


class WatchSearch:
    """Searches the epoch that leads to moment `end` for writes to an object."""

    def __init__(self, history: History, tracked: Tracked, end: int) -> None:
        self._history = history
        self._tracked = tracked
        self.end = end
        self.start = history.begin_search(end)
        self._watch: Watch | None = None

    def advance(self, budget: int) -> bool:
        """Search on by `budget` steps at most; whether the end is reached."""
        history = self._history
        machine = history.machine
        limit = min(self.end, int(machine.t) + budget)
        if self._watch is None:
            if machine.t < self._tracked.created:
                limit = min(limit, self._tracked.created)
            elif (place := self._tracked.now()) is not None:
                self._watch = Watch(place.subject, watched_key(place))
                machine.watch_place(self._watch)
        try:
            history.search_past(limit)
        except Exception:
            machine.watch_place(None)
            raise
        if machine.t < self.end:
            return False
        machine.watch_place(None)
        return True

    def steps(self) -> list[int]:
        """The steps that may have written, in their order."""
        if self._history.is_host_step(self.end):
            return [self.end]
        return [] if self._watch is None else self._watch.steps

    def cancel(self) -> None:
        self._history.machine.watch_place(None)


class RegisterSearch:
    """Searches the epoch that leads to moment `end` for writes to a local variable of a frame, from `since` on."""

    def __init__(
        self, history: History, breakpoints: Breakpoints, register: "FrameRegister", end: int, since: int = -1
    ) -> None:
        self._history = history
        self._breakpoints = breakpoints
        self._register = register
        self._since = since
        self.end = end
        self._steps: list[int] = []
        self.entered = -1  # the last moment at which a call of the function began in that place of the stack
        self.before_entry: list[int] = []  # the steps found before the first such moment
        self.start = history.begin_search(end)
        self._places = set(register.successors())
        self._backs = register.jumps_to_the_beginning()
        self._jumped = -1  # the last moment after such a jump
        self._planted = breakpoints.plant_temporary(self._places | self._backs)

    def advance(self, budget: int) -> bool:
        """Search on by `budget` steps at most; whether the end is reached."""
        history = self._history
        machine = history.machine
        limit = min(self.end, int(machine.t) + budget)
        looks = 0
        try:
            while machine.t < limit and looks < 20_000:
                history.search_to(limit)
                looks += 1
                self._look()
        except Exception:
            self.cancel()
            raise
        if machine.t < self.end:
            return False
        self.cancel()
        return True

    def _look(self) -> None:
        co = self._history.machine.current
        depth = co.depth
        if co.born != self._register.born or depth < 0 or co.base(depth) != self._register.base:
            return
        function = co.functions[depth]
        if not isinstance(function, LuaClosure) or function.proto is not self._register.proto:
            return
        t = int(self._history.machine.t)
        if t <= self._since:
            return
        if co.pcs[depth] == 0 and t != self._jumped:
            if self.entered < 0:
                self.before_entry = self._steps[:]
            self.entered = t
            self._steps.clear()
        here = (function.proto, int(co.pcs[depth]))
        if here in self._places or t == self.end:
            self._steps.append(t)
        if here in self._backs:
            self._jumped = t + 1

    def steps(self) -> list[int]:
        """The steps that may have written since the frame was entered, in their order."""
        return self._steps

    def cancel(self) -> None:
        self._breakpoints.remove_temporary(self._planted)


class FrameRegister:
    """A register as one of a frame's: of a call of `proto` whose registers begin at `base` of a coroutine's stack."""

    def __init__(self, born: int, base: int, proto: Proto, index: int) -> None:
        self.born = born
        self.base = base
        self.proto = proto
        self.number = index - base

    def is_level(self, co: Coroutine, level: int) -> bool:
        """Whether a frame of a coroutine's stack is such a call."""
        if level < 0 or co.born != self.born or co.base(level) != self.base:
            return False
        function = co.functions[level]
        return isinstance(function, LuaClosure) and function.proto is self.proto

    def successors(self) -> Iterator[tuple[Proto, int]]:
        """Where the function begins, and where it goes on after an instruction that may write to the register."""
        proto = self.proto
        yield proto, 0
        size = len(proto.original)
        for pc in range(size):
            word = int(proto.original[pc])
            if may_write(word, self.number):
                if pc + 1 < size:
                    yield proto, pc + 1
                if effects.is_jump(word & 0xFF):
                    yield proto, effects.jump_target(word, pc)

    def jumps_to_the_beginning(self) -> set[tuple[Proto, int]]:
        """The instructions that may go on where the function begins, as a loop does there, without a call."""
        code = self.proto.original
        words = ((pc, int(code[pc])) for pc in range(len(code)))
        return {
            (self.proto, pc)
            for pc, word in words
            if effects.is_jump(word & 0xFF) and effects.jump_target(word, pc) == 0
        }

    def end_of_visits(self, history: History) -> int:
        """The end of the last epoch before the present moment in which the register may have been written.

        Where the function is about to begin it has not run yet, and its first values have been written all the same.
        """
        machine = history.machine
        co = machine.current
        if self.is_level(co, int(co.depth)) and co.pcs[co.depth] == 0:
            return int(machine.t)
        return history.end_of_visits(int(machine.t), self.blocks())

    def blocks(self) -> int:
        """The blocks of code that run when the register is written to, as `visits.bit_of` has them; -1 for all."""
        found = 1 << SET_LOCAL
        for proto, pc in self.successors():
            bit = bit_of(proto, pc)
            if bit < 0:
                return -1
            found |= 1 << bit
            if pc > 0:
                found |= 1 << bit_of(proto, pc - 1)
        return found


def may_write(word: int, register: int) -> bool:
    """Whether an instruction, or what it calls, may write to a register of its frame."""
    opcode = word & 0xFF
    a = effects.field(word, 0)
    if opcode == op.CALL or opcode == op.VARARG:
        return register >= a
    if opcode == op.TFORCALL:
        return register >= a + 3
    return register in effects.writes(word)


def frame_register(place: Place) -> FrameRegister | None:
    """The frame that a register belongs to at the present moment; None if it is none's, or not a Lua function's."""
    co = place.subject
    assert isinstance(co, Coroutine)
    for level in range(co.depth, -1, -1):
        base = co.base(level)
        if base <= place.index:
            function = co.functions[level]
            if isinstance(function, LuaClosure) and place.index < base + function.proto.frame_size:
                return FrameRegister(int(co.born), int(base), function.proto, int(place.index))
            return None
    return None


def watched_key(place: Place) -> object:
    """What a watch of a place's object looks for."""
    if place.kind == METATABLE:
        return METATABLE_KEY
    return EVERY_KEY if place.kind == LENGTH or place.key is None else place.key


def verified(history: History, tracked: Tracked, step: int) -> bool:
    """Whether a step that may have written to the place did.  The machine is then at the moment after it."""
    if history.is_host_step(step):
        return _host_wrote(history, tracked, step)
    history.seek(step)
    if history.at_hand[0] == step:
        history.seek_before(step)
    place = tracked.now()
    return place is not None and step_writes(history.machine, place)


def _host_wrote(history: History, tracked: Tracked, step: int) -> bool:
    """Whether a step of the host's changed what the place holds."""
    history.seek(step - 1)
    before = tracked.now()
    old = None if before is None else value_of(before)
    history.seek(step)
    after = tracked.now()
    return after is not None and not is_same(old, value_of(after))
