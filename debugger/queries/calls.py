"""Calls of Lua functions: entered when, with which arguments, and how they ended.

The run is stopped at the first instruction of each function of interest and at those with which it returns.  A call
that an error ended, or that was left with its coroutine, meets none of these: it is found to be over when its coroutine
is seen with fewer frames.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from debugger import inspection
from debugger.queries.context import Context
from debugger.queries.query import Work
from debugger.queries.results import Call, CallNode, Shown, Where
from debugger.queries.sweep import Place
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import Proto
from engine.history.changes import CoroutineChange, FrameChange
from engine.history.ring import R_CALL, R_JOURNAL, R_TAIL
from engine.runtime.coroutine import Coroutine
from engine.runtime.values import LuaClosure
from engine.vm.machine import Machine

_ENDS = (op.RETURN, op.RETURN0, op.RETURN1, op.TAILCALL)


@dataclass
class _Open:
    """A call that goes on."""

    t: int
    proto: Proto
    where: Where
    caller: Where
    arguments: tuple[tuple[str, Shown], ...]
    depth: int
    coroutine: int
    resumer: tuple[int, int]  # the coroutine that waits for this one, and its innermost frame; -1 for none


class CallTracker:
    """Follows the calls of some functions through a sweep, and says of each when it begins and ends."""

    def __init__(self, context: Context, protos: Iterable[Proto], with_values: bool) -> None:
        self.context = context
        self._with_values = with_values
        self._open: dict[int, list[_Open]] = {}  # by coroutine, the outermost first
        self.places: list[Place] = []
        self._entries: list[Place] = [(proto, 0) for proto in protos]
        self.places += self._entries
        for proto, _ in self._entries:
            for pc in range(len(proto.original)):
                if int(proto.original[pc]) & 0xFF in _ENDS:
                    self.places.append((proto, pc))

    def meet(self) -> Iterator[tuple[_Open, int, tuple[Shown, ...], str, str]]:
        """The machine stands at one of `places`: the calls that this shows to be over, with the step, results and how.

        `entered` tells whether one begins here.
        """
        machine = self.context.machine
        co = machine.current
        depth = int(co.depth)
        closure = co.functions[depth]
        assert isinstance(closure, LuaClosure)
        pc = int(co.pcs[depth])
        is_entry = pc == 0 and enters(machine, co, depth)
        yield from self._left(co, depth, is_entry)
        if is_entry:
            self._enter(co, depth, closure)
        word = int(closure.proto.original[pc])
        if word & 0xFF in _ENDS:
            calls = self._open.get(int(co.born), [])
            if calls and calls[-1].depth == depth:
                is_tail = word & 0xFF == op.TAILCALL
                results = () if is_tail or not self._with_values else self._results(co, depth, word)
                yield calls.pop(), int(machine.t) + 1, results, "tail call" if is_tail else "return", ""

    def _left(
        self, co: Coroutine, depth: int, is_entry: bool
    ) -> Iterator[tuple[_Open, int, tuple[Shown, ...], str, str]]:
        """The calls of the coroutine that are over without having returned."""
        calls = self._open.get(int(co.born), [])
        while calls and (calls[-1].depth > depth or (is_entry and calls[-1].depth == depth)):
            left = calls.pop()
            end, text = self._error_after(left.t)
            yield left, end, (), "error", text

    def arrive(self) -> None:
        """At the end of what has been run: a call that begins right here has begun."""
        machine = self.context.machine
        co = machine.current
        depth = int(co.depth)
        closure = co.functions[depth] if depth >= 0 else None
        if isinstance(closure, LuaClosure) and (closure.proto, int(co.pcs[depth])) in self._entries:
            self.context.history.seek_before(int(machine.t))
            if enters(machine, co, depth):
                self._enter(co, depth, closure)

    def broken_off(self) -> Iterator[tuple[_Open, int, tuple[Shown, ...], str, str]]:
        """At the end of the stretch: the calls that an error has ended, and after which nothing met any of `places`."""
        machine = self.context.machine
        living = {int(co.born): co for co in inspection.living_coroutines(machine)}
        for born, calls in self._open.items():
            co = living.get(born)
            while calls and (co is None or co.depth < calls[-1].depth or machine.failure is not None):
                end, text = self._error_after(calls[-1].t)
                if not text:
                    break  # left with its coroutine, which nobody will resume
                yield calls.pop(), end, (), "error", text

    def _error_after(self, t: int) -> tuple[int, str]:
        raised = self.context.machine.raised or []
        for step, error in reversed(raised):
            if step > t:
                return step, self.context.formatter.show(error.value)
        return int(self.context.machine.t), ""

    def _enter(self, co: Coroutine, depth: int, closure: LuaClosure) -> None:
        context = self.context
        frame = next(iter(inspection.frames(context.machine, co, 1)))
        arguments: list[tuple[str, Shown]] = []
        if self._with_values:
            base = co.base(depth)
            named = sorted(
                (one for one in closure.proto.locals if one.register < closure.proto.parameters and one.start <= 1),
                key=lambda one: int(one.register),
            )
            for local in named[: closure.proto.parameters]:
                value = co.get(base + local.register)
                arguments.append((local.name.decode("utf-8", "replace"), context.show(value)))
            arguments += [(one.name, context.show(one.value)) for one in inspection.extra_arguments(frame)]
        where = context.place(closure.proto, 0)
        opened = _Open(
            int(context.machine.t),
            closure.proto,
            Where(where.source, int(closure.proto.line), 0, where.function),
            context.caller(co, depth),
            tuple(arguments),
            depth,
            int(co.born),
            (-1, -1) if co.resumer is None else (int(co.resumer.born), int(co.resumer.depth)),
        )
        self._open.setdefault(int(co.born), []).append(opened)

    def _results(self, co: Coroutine, depth: int, word: int) -> tuple[Shown, ...]:
        base = co.base(depth)
        a = base + effects.field(word, 0)
        opcode = word & 0xFF
        if opcode == op.RETURN0:
            return ()
        count = 1
        if opcode == op.RETURN:
            b = effects.field(word, 1)
            count = b - 1 if b else int(co.top) - a
        return tuple(self.context.show(co.get(a + at)) for at in range(count))

    def still_open(self) -> list[_Open]:
        """The calls that go on, in the order in which they began."""
        return sorted((one for calls in self._open.values() for one in calls), key=lambda one: one.t)


def enters(machine: Machine, co: Coroutine, depth: int) -> bool:
    """Whether the step that led here, which the ring must have, pushed the frame on top or put it there."""
    ring = machine.ring
    if machine.t <= ring.first():
        return True
    at = machine.t & ring.mask
    tag = int(ring.tags[at])
    if tag == R_CALL or tag == R_TAIL:
        return True
    if tag != R_JOURNAL:
        return False
    changes = ring.refs[at]
    assert isinstance(changes, list)
    return any(isinstance(one, FrameChange) and one.coroutine is co and one.level == depth for one in changes) or any(
        isinstance(one, CoroutineChange) and one.coroutine is co and co.depth == depth and depth == 0 for one in changes
    )


def calls(context: Context, protos: Iterable[Proto], start: int, end: int) -> Work[Call]:
    """The calls of some functions that begin between two moments, each when it is over; those that go on come last."""
    tracker = CallTracker(context, protos, True)
    for over in _sweep(context, tracker, start, end):
        if over is None:
            yield None
        else:
            opened, step, results, how, error = over
            yield _call(context, opened, step, results, how, error)
    for opened in tracker.still_open():
        yield _call(context, opened, -1, (), "", "")


def call_tree(context: Context, protos: Iterable[Proto], limit: int, start: int, end: int) -> Work[CallNode]:
    """One result: the tree of all calls that begin between two moments, with `limit` calls at most."""
    tracker = CallTracker(context, protos, False)
    root = CallNode("", Where("", 0), start, end, -1)
    ended: list[tuple[_Open, int, str]] = []
    for over in _sweep(context, tracker, start, end):
        if over is None:
            yield None
        else:
            ended.append((over[0], over[1], over[3]))
    every = ended + [(opened, -1, "") for opened in tracker.still_open()]
    every.sort(key=lambda one: one[0].t)
    stacks: dict[int, list[CallNode]] = {}
    for number, (opened, step, how) in enumerate(every):
        stack = stacks.setdefault(opened.coroutine, [])
        while stack and (stack[-1].depth >= opened.depth or 0 <= stack[-1].end <= opened.t):
            stack.pop()  # it is over: by its depth, or where a native stands between
        parent = stack[-1] if stack else _in_progress(stacks.get(opened.resumer[0], []), opened, root)
        if number >= limit:
            parent.left_out += 1
            continue
        node = CallNode(context.name_of(opened.proto), opened.where, opened.t, step, opened.depth, how)
        parent.children.append(node)
        stack.append(node)
    yield root


def _in_progress(calls: list[CallNode], opened: _Open, otherwise: CallNode) -> CallNode:
    """The innermost call of a coroutine's that is not over where it resumes another, in which a call begins."""
    waiting = (one for one in reversed(calls) if one.depth <= opened.resumer[1])
    return next((one for one in waiting if not 0 <= one.end <= opened.t), otherwise)


def _sweep(
    context: Context, tracker: CallTracker, start: int, end: int
) -> Iterator[tuple[_Open, int, tuple[Shown, ...], str, str] | None]:
    sweep = context.sweep(start, end, recording=True)
    sweep.blocks_matter(tracker.places)
    context.machine.raised = []
    try:
        for is_here in sweep.run(tracker.places):
            if is_here:
                yield from tracker.meet()
            else:
                yield None
        context.history.seek(sweep.end)
        yield from tracker.broken_off()
        if start < sweep.end == context.history.newest:
            tracker.arrive()
    finally:
        context.machine.raised = None


def _call(
    context: Context, opened: _Open, step: int, results: tuple[Shown, ...], how: str, error: str
) -> Call:
    return Call(
        opened.t,
        step,
        context.name_of(opened.proto),
        opened.where,
        opened.caller,
        opened.arguments,
        results,
        how,
        error,
        opened.coroutine,
        opened.depth,
    )
