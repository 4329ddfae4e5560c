"""How often each line began, over any stretch of time; and which lines have run at all, which nothing has to count."""

from debugger.breakpoints import source_path
from debugger.queries.context import Context, all_protos
from debugger.queries.query import Work
from debugger.queries.results import LineCount
from debugger.queries.sweep import SLICE
from engine.compiler.proto import Proto
from engine.history.line_starts import count_back
from engine.history.visits import bit_of
from engine.runtime.values import LuaClosure


def coverage(context: Context, start: int, end: int) -> Work[LineCount]:
    """The lines that began from moment `start` on, before `end`, by source and line; results come at the end."""
    counts: dict[Proto, list[int]] = {}
    history = context.history
    machine = context.machine
    t = start = max(start, history.oldest)
    end = min(end, history.newest)
    while t < end:
        goal = min(history.begin_replay(t, True), end)
        if t == start:
            _count_here(context, counts, 1)
        while t < goal:
            history.search_past(min(goal, t + SLICE))
            history.keep_live_pc()
            here = int(machine.t)
            count_back(machine, t, counts)
            history.seek(here)
            t = here
            yield None
    if t > start:
        _count_here(context, counts, -1)
    lines: dict[tuple[str, int], int] = {}
    for proto, found in counts.items():
        for pc, count in enumerate(found):
            if count:
                key = source_path(proto), int(proto.lines[pc])
                lines[key] = lines.get(key, 0) + count
    for (source, line), count in sorted(lines.items()):
        yield LineCount(source, line, count)


def _count_here(context: Context, counts: dict[Proto, list[int]], number: int) -> None:
    if context.mover.starts_line():
        co = context.machine.current
        function = co.functions[co.depth]
        assert isinstance(function, LuaClosure)
        counts.setdefault(function.proto, [0] * len(function.proto.lines))[co.pcs[co.depth]] += number


def executed_lines(context: Context, source: str) -> set[int]:
    """The lines of a source that have run at any moment of the run.

    Read from the index of the epochs, nothing is replayed.  A block of code that was left by an error in its middle
    counts as a whole.
    """
    visited = context.history.visited()
    found: set[int] = set()
    for proto in all_protos(context.breakpoints.mains(source)):
        for pc in range(len(proto.lines)):
            bit = bit_of(proto, pc)
            if bit >= 0 and visited >> bit & 1:
                found.add(int(proto.lines[pc]))
    return found
