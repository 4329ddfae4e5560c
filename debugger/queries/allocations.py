"""Where objects were made: tables, closures and coroutines, counted by the place in the source."""

from debugger.queries.context import Context, all_protos
from debugger.queries.query import Work
from debugger.queries.results import Site, Where
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.runtime.values import LuaClosure, NativeFunction
from engine.vm.function_names import global_name

_KINDS = {op.NEWTABLE: "table", op.VARARGTABLE: "table", op.CLOSURE: "function", op.CALL: "thread"}
_MAKERS = (b"coroutine.create", b"coroutine.wrap")


def allocations(context: Context, start: int, end: int) -> Work[Site]:
    """The places that made objects between two moments, the busiest first; results come at the end."""
    places = [
        (proto, pc)
        for proto in all_protos(context.breakpoints.all_mains())
        for pc in range(len(proto.original))
        if int(proto.original[pc]) & 0xFF in _KINDS
    ]
    counts: dict[tuple[Where, str], list[int]] = {}
    sweep = context.sweep(start, end)
    sweep.blocks_matter(places)
    for is_here in sweep.run(places):
        if not is_here:
            yield None
            continue
        made = _made(context)
        if made is not None:
            t = int(context.machine.t)
            known = counts.setdefault((context.where(), made), [0, t, t])
            known[0] += 1
            known[2] = t
    for (where, kind), (count, first, last) in sorted(counts.items(), key=lambda one: -one[1][0]):
        yield Site(where, kind, count, first, last)


def _made(context: Context) -> str | None:
    """The type of the object that the next instruction makes, if it makes one."""
    co = context.machine.current
    closure = co.functions[co.depth]
    assert isinstance(closure, LuaClosure)
    word = int(closure.proto.original[co.pcs[co.depth]])
    opcode = word & 0xFF
    if opcode == op.CALL:
        called = co.get(co.base(co.depth) + effects.field(word, 0))
        is_native = isinstance(called, NativeFunction)
        return "thread" if is_native and global_name(context.machine, called) in _MAKERS else None
    return _KINDS[opcode]
