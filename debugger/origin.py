"""Why a value is what it is: from a place back to the step that wrote it, to what that step read, and so on.

Exact, because each hop is a write that happened (`LastWrite`), and the instruction that wrote says what it read: a
register, a captured variable, a field, a result, an argument.  Where a library function or the VM itself carried a
value from one place to another (varargs, `pcall`, `coroutine.yield`, `table.insert`), it is the argument that is the
same value; where none is, the value was computed from all of them.  The tree ends at literals, at inputs, and at the
beginning of what is remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from debugger.places import Tracked, is_same, value_of
from debugger.queries.context import Context
from debugger.queries.places_written import carried_out
from debugger.queries.query import Work
from debugger.queries.results import Shown, Where
from debugger.spans import Span
from debugger.stops import Reason
from debugger.write_motions import LastWrite
from engine.compiler import effects, names
from engine.compiler import opcodes as op
from engine.history.state import cell_value
from engine.history.writes import CELL, FIELD, REGISTER, Place
from engine.runtime.coroutine import Coroutine
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import Cell, LuaClosure, NativeFunction

NODES: Final = 100
"""Nodes that a tree has at most, unless asked for more."""

_CONSTANTS: Final = frozenset((op.LOADI, op.LOADK, op.LOADTRUE, op.LOADFALSE, op.LFALSESKIP, op.LOADNIL))
_MOVES: Final = frozenset((op.MOVE, op.GETUPVAL, op.GETCELL, op.SETUPVAL, op.SETCELL, op.NEWCELL, op.TESTSET))
_FIELDS: Final = frozenset((op.GETFIELD, op.GETTABLE, op.GETI, op.GETTABUP, op.SELF))
_STORES: Final = frozenset((op.SETFIELD, op.SETTABLE, op.SETI, op.SETTABUP, op.SETLIST))
_RETURNS: Final = frozenset((op.RETURN, op.RETURN0, op.RETURN1))
_MADE: Final = {op.NEWTABLE: "a new table", op.CLOSURE: "a new function", op.VARARGTABLE: "a new table"}
_OUTSIDE: Final = frozenset(
    ("read", "lines", "time", "clock", "date", "getenv", "tmpname", "execute", "popen", "random")
)


@dataclass
class OriginNode:
    """A value, and where it came from.

    The step after moment `t` gave `name` its `value`; `kind` says how ("literal", "copy", "operation", "field",
    "store", "result", "argument", "library", "input", "loop", "error", "new", "absent", "start" for what was there
    when history begins).  `children` are what the step read.  `is_cut`: there is more than the limit on nodes lets
    show.  `span` is the part of the source at `where` that did it, if the text is at hand.
    """

    name: str
    value: Shown
    kind: str
    text: str
    t: int
    where: Where
    children: list["OriginNode"] = field(default_factory=list)
    is_cut: bool = False
    span: Span | None = None


@dataclass(frozen=True)
class _Source:
    """Something that a step read: a place, or a value that is in the code."""

    name: str
    value: object
    place: Place | None
    literal: Where | None = None
    span: Span | None = None


class Origin:
    """Builds the tree of the value that a place has at moment `t`, breadth first."""

    def __init__(self, context: Context, name: str, place: Place, limit: int, t: int) -> None:
        self._context = context
        self._machine = context.machine
        self._limit = limit
        self._count = 0
        self._name = name
        self._place = place
        self._t = t

    def work(self) -> Work[OriginNode]:
        """One result: the root."""
        history = self._context.history
        history.seek(self._t)
        place = Tracked(history, self._place).now()
        if place is None:
            text = "not there yet at this moment"
            yield OriginNode(self._name, self._context.show(None), "absent", text, self._t, self._context.where())
            return
        top: list[OriginNode] = []
        queue = [(_Source(self._name, value_of(place), place), self._t, top)]
        at = 0
        while at < len(queue):
            source, t, siblings = queue[at]
            at += 1
            self._count += 1
            node: OriginNode | None = None
            sources: list[_Source] = []
            for step in self._explain(source, t):
                if step is None:
                    yield None
                else:
                    node, sources = step
            assert node is not None
            siblings.append(node)
            node.is_cut = bool(sources) and self._count + len(queue) - at + len(sources) > self._limit
            if not node.is_cut:
                queue += [(one, node.t, node.children) for one in sources]
        yield top[0]

    def _explain(self, source: _Source, t: int) -> Iterator[tuple[OriginNode, list[_Source]] | None]:
        """The node for what was read at a moment, and what it was made of."""
        context = self._context
        value = context.show(source.value)
        if source.place is None:
            where = source.literal or Where("", 0)
            yield OriginNode(source.name, value, "literal", "written in the code", t, where, span=source.span), []
            return
        context.history.seek(t)
        motion = LastWrite(context.mover, Tracked(context.history, source.place))
        reason = yield from carried_out(motion)
        now = int(self._machine.t)
        if reason is Reason.OLDEST:
            yield OriginNode(source.name, value, "start", "there when history begins", now, Where("", 0)), []
        elif reason is Reason.CREATED:
            text = "never given a value since the table was made"
            yield OriginNode(source.name, value, "absent", text, now, context.where(), span=context.span()), []
        else:
            place = motion.tracked.now()
            assert place is not None
            kind, text, sources = self._decode(place, source.value)
            yield OriginNode(source.name, value, kind, text, now, context.where(), span=context.span()), sources

    # -- what the next instruction reads ---------------------------------------------------------

    def _decode(self, place: Place, value: object) -> tuple[str, str, list[_Source]]:
        """How the next instruction gives the place its value: kind, words and what it reads."""
        co = self._machine.current
        closure = co.functions[co.depth] if co.depth >= 0 else None
        if not isinstance(closure, LuaClosure):
            return "library", "written by the library", []
        word = int(closure.proto.original[co.pcs[co.depth]])
        opcode = word & 0xFF
        if opcode in _MADE and place.kind == REGISTER:
            return "new", _MADE[opcode], []
        if opcode in _CONSTANTS:
            return "literal", "written in the code", []
        if opcode in _MOVES:
            return "copy", "copied", self._moved(co, closure, word)
        if opcode in _FIELDS and place.kind == REGISTER:
            return "field", "read from a table", self._field(co, closure, word)
        if opcode in _STORES and place.kind == FIELD:
            return "store", "stored into a table", self._stored(co, closure, word, place)
        if opcode in _RETURNS:
            return "result", f"returned by {self._name_of(closure)}", self._carried(co, closure, word, value, "result")
        if opcode == op.CALL or opcode == op.TAILCALL or opcode == op.TFORCALL:
            return self._called(co, closure, word, place, value)
        if opcode == op.FORLOOP:
            return "loop", "the counter of a loop", [self._register(co, closure, effects.field(word, 0) + 1, "limit")]
        if opcode == op.FORPREP:
            a = effects.field(word, 0)
            labels = ("start", "limit", "step")
            return "loop", "a loop begins", [self._register(co, closure, a + at, labels[at]) for at in range(3)]
        if opcode == op.VARARG:
            return "argument", "an extra argument", self._extra(co, value)
        return "operation", op.NAMES[opcode].rstrip("IK").lower(), self._operands(co, closure, word)

    def _name_of(self, closure: LuaClosure) -> str:
        return self._context.name_of(closure.proto)

    def _register(self, co: Coroutine, closure: LuaClosure, number: int, name: str = "") -> _Source:
        index = int(co.base(co.depth)) + number
        local = names.local_name(closure.proto, int(co.pcs[co.depth]), number)
        label = local.decode("utf-8", "replace") if local is not None else name or "(temporary)"
        held = co.get(index)
        if isinstance(held, Cell):
            return _Source(label, cell_value(held), Place(CELL, held))
        return _Source(label, held, Place(REGISTER, co, None, index))

    def _constant(self, closure: LuaClosure, index: int) -> _Source:
        value = closure.proto.constants[index]
        return _Source(self._context.formatter.show(value), value, None, self._context.where(), self._context.span())

    def _moved(self, co: Coroutine, closure: LuaClosure, word: int) -> list[_Source]:
        opcode = word & 0xFF
        if opcode == op.GETUPVAL:
            number = effects.field(word, 1)
            cell = closure.cells[number]
            name = closure.proto.upvalues[number].name.decode("utf-8", "replace")
            return [_Source(name, cell_value(cell), Place(CELL, cell))]
        at = 0 if opcode in (op.SETUPVAL, op.SETCELL, op.NEWCELL) else 1
        return [self._register(co, closure, effects.field(word, at))]

    def _field(self, co: Coroutine, closure: LuaClosure, word: int) -> list[_Source]:
        """The field that is read, in the table of the `__index` chain that has it."""
        opcode = word & 0xFF
        b, c = effects.field(word, 1), effects.field(word, 2)
        held = closure.cells[b] if opcode == op.GETTABUP else co.get(int(co.base(co.depth)) + b)
        table = cell_value(held) if isinstance(held, Cell) else held
        key: object = c
        if opcode in (op.GETFIELD, op.GETTABUP) or (opcode == op.SELF and effects.has_k(word)):
            key = closure.proto.constants[c]
        elif opcode != op.GETI:
            key = co.get(int(co.base(co.depth)) + c)
        name = self._context.formatter.key(key)
        owner = _owner(table, key)
        if owner is None or key is None or key != key:
            return [] if opcode == op.GETTABUP else [self._register(co, closure, b)]
        return [_Source(name, owner.get(key), Place(FIELD, owner, normalise(key)))]

    def _stored(self, co: Coroutine, closure: LuaClosure, word: int, place: Place) -> list[_Source]:
        if word & 0xFF == op.SETLIST:
            a, c = effects.field(word, 0), effects.field(word, 2)
            assert isinstance(place.key, int)
            return [self._register(co, closure, a + place.key - c)]
        c = effects.field(word, 2)
        return [self._constant(closure, c) if effects.has_k(word) else self._register(co, closure, c)]

    def _operands(self, co: Coroutine, closure: LuaClosure, word: int) -> list[_Source]:
        found = [self._register(co, closure, number) for number in dict.fromkeys(effects.reads(word))]
        for at, letter in enumerate(effects.fields(word & 0xFF)):
            if letter in "kni" or (letter == "x" and effects.has_k(word)):
                found.append(self._constant(closure, effects.field(word, at)))
        if word & 0xFF == op.ADDI:
            number = effects.signed_field(word, 2)
            found.append(_Source(str(number), number, None, self._context.where(), self._context.span()))
        return found

    def _extra(self, co: Coroutine, value: object) -> list[_Source]:
        base = int(co.base(co.depth))
        count = int(co.ints[base - 1])
        every = [
            _Source(f"...[{at + 1}]", co.get(base - 1 - count + at), Place(REGISTER, co, None, base - 1 - count + at))
            for at in range(count)
        ]
        return _same(every, value)[:1]

    def _carried(self, co: Coroutine, closure: LuaClosure, word: int, value: object, name: str) -> list[_Source]:
        """Of the registers that are returned, the one that became the value."""
        a, b = effects.field(word, 0), effects.field(word, 1)
        opcode = word & 0xFF
        count = 1
        if opcode == op.RETURN0:
            count = 0
        elif opcode == op.RETURN:
            count = b - 1 if b else int(co.top) - int(co.base(co.depth)) - a
        return _same([self._register(co, closure, a + at, name) for at in range(count)], value)[:1]

    def _called(
        self, co: Coroutine, closure: LuaClosure, word: int, place: Place, value: object
    ) -> tuple[str, str, list[_Source]]:
        """A call wrote: a library function its result or an effect of it, a Lua function its parameters."""
        a, b = effects.field(word, 0), effects.field(word, 1)
        base = int(co.base(co.depth))
        called = co.get(base + a)
        if word & 0xFF == op.TFORCALL:
            table = co.get(base + a + 1)
            if isinstance(called, NativeFunction) and isinstance(table, LuaTable):
                return "field", "reached by a traversal", _traversed(table, value)
            arguments = [self._register(co, closure, a + 1), self._register(co, closure, a + 3)]
            return "library", "computed by an iterator", arguments
        count = b - 1 if b else int(co.top) - base - a - 1
        arguments = [self._register(co, closure, a + 1 + at, f"argument {at + 1}") for at in range(count)]
        same = _same(arguments, value)
        if isinstance(called, LuaClosure):
            if not same:
                return "argument", f"missing in the call of {self._name_of(called)}", []
            return "argument", f"passed to {self._name_of(called)}", same[:1]
        name = called.name if isinstance(called, NativeFunction) else "?"
        if name == "error":
            return "error", "an error that was caught", same[:1] or arguments
        if name in _OUTSIDE:
            return "input", f"what {name} answered", arguments
        return "library", f"by {name}", same[:1] if same else arguments


def _owner(table: object, key: object) -> LuaTable | None:
    """The table along `__index` that has the key; the last one looked in, if none has; None if that is no table."""
    found: LuaTable | None = None
    for _ in range(100):
        if not isinstance(table, LuaTable):
            return found if table is None else None
        found = table
        if found.get(key) is not None or found.metatable is None:
            return found
        table = found.metatable.get_key(b"__index")
        if isinstance(table, (LuaClosure, NativeFunction)):
            return None
    return found


def _same(sources: list[_Source], value: object) -> list[_Source]:
    """The sources that hold the very value."""
    return [one for one in sources if is_same(one.value, value)]


def _traversed(table: LuaTable, value: object) -> list[_Source]:
    """The field of a traversed table that holds the value; none, if the value is a key."""
    position = table.next_position(-1)
    while position >= 0:
        held = table.value_at(position)
        if is_same(held, value):
            key = table.key_at(position)
            return [_Source("field", held, Place(FIELD, table, normalise(key)))]
        position = table.next_position(position)
    return []
