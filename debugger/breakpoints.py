"""Breakpoints: kept by source and line or by function, and planted in the code of every function that they concern.

A breakpoint in a source that is not loaded yet waits for it.  One on a line without code moves to the next line that
has some, now or when its source is loaded; where there is none it stays, and waits.  A source goes by any name of its
file.  One on a function waits for a function of that name, and is met where a call of it begins.  One with a column,
or on an instruction, is *exact*: it is met wherever that instruction is executed, be it that a line begins or not.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from debugger.source_names import file_key
from debugger.stopping_places import stopping_places
from engine.compiler.proto import Proto
from engine.history.line_starts import always_begins
from engine.history.visits import bit_of, plant_break, uproot_break

Namer = Callable[[Proto, str], list[Proto]]
"""The functions of a chunk that a name stands for."""


@dataclass(eq=False)
class Breakpoint:
    """A breakpoint on a line, or on the function called `function` (then `line` is 0, until that is known).

    `condition` is a Lua expression; an empty one always holds.  `hit_condition` says at which of its hits it stops
    (see `hit_conditions`).  With a `message` it is a log point: it writes that, and does not stop.
    """

    source: str
    line: int
    condition: str = ""
    hit_condition: str = ""
    message: str = ""
    function: str = ""
    column: int = 0  # in bytes, from 1; 0 for the beginning of the line
    is_exact: bool = False
    places: list[tuple[Proto, int]] = field(default_factory=list)
    hits: list[int] = field(default_factory=list)  # the moments where it was met
    counted: int = field(default=-1)  # up to this moment they are known

    @property
    def conditions(self) -> tuple[str, str, str]:
        """What `Session.set_breakpoint` takes, to set it again."""
        return self.condition, self.hit_condition, self.message

    @property
    def verified(self) -> bool:
        """Whether there is code on the line, or the function."""
        return bool(self.places)


@dataclass(eq=False)
class Trap(Breakpoint):
    """One of a movement in progress, on instructions of all functions: `finds` names those of a function.

    Where one is the next, `holds_here` says whether the trap is met.
    """

    finds: Callable[[Proto], Iterable[int]] = field(default=lambda proto: ())
    holds_here: Callable[[], bool] = field(default=lambda: True)


class Breakpoints:
    """All breakpoints of a session, and where they are planted."""

    def __init__(self, namer: Namer | None = None) -> None:
        self._by_line: dict[tuple[str, int], Breakpoint] = {}
        self._by_name: dict[str, Breakpoint] = {}
        self._by_place: dict[tuple[Proto, int], list[Breakpoint]] = {}
        self._protos: dict[str, list[Proto]] = {}  # those of each source
        self._mains: list[Proto] = []
        self._temporary: list[Breakpoint] = []  # of movements in progress
        self._exact: list[Breakpoint] = []
        self._always_begin_lines: bool | None = None  # not known since the last change
        self._namer = namer

    def all(self) -> list[Breakpoint]:
        """All line breakpoints, by source and line."""
        return [self._by_line[key] for key in sorted(self._by_line)]

    def functions(self) -> list[Breakpoint]:
        """All breakpoints on functions."""
        return list(self._by_name.values())

    def exact(self) -> list[Breakpoint]:
        """All breakpoints with a column, or on an instruction."""
        return list(self._exact)

    def counted(self) -> list[Breakpoint]:
        """All those with hits whose number matters."""
        return [one for one in (*self._by_line.values(), *self._by_name.values(), *self._exact) if one.hit_condition]

    @property
    def are_any(self) -> bool:
        """Whether any breakpoint is planted."""
        return bool(self._by_place)

    @property
    def always_begin_lines(self) -> bool:
        """Whether the program never comes to a planted instruction from within its line (see `line_starts`)."""
        if self._always_begin_lines is None:
            self._always_begin_lines = all(always_begins(proto, pc) for proto, pc in self._by_place)
        return self._always_begin_lines

    def at_line(self, source: str, line: int) -> Breakpoint | None:
        return self._by_line.get((file_key(source), line))

    def at_instruction(self, proto: Proto, pc: int) -> list[Breakpoint]:
        """The breakpoints planted on an instruction."""
        return self._by_place.get((proto, pc), [])

    def sources(self) -> list[str]:
        """The sources that have been loaded, in the order in which they were."""
        return list(dict.fromkeys(source_path(main) for main in self._mains))

    def all_mains(self) -> list[Proto]:
        """The chunks that have been loaded."""
        return list(self._mains)

    def functions_named(self, name: str) -> list[Proto]:
        """The loaded functions that a name stands for."""
        return [] if self._namer is None else [one for main in self._mains for one in self._namer(main, name)]

    def lines_at(self, source: str, line: int) -> list[tuple[Proto, int]]:
        """The instructions with which a line begins."""
        return [place for proto in self._protos.get(file_key(source), ()) for place in line_places(proto, line)]

    def mains(self, source: str) -> list[Proto]:
        """The chunks that have been loaded from a source."""
        key = file_key(source)
        return [main for main in self._mains if file_key(source_path(main)) == key]

    def add(
        self, source: str, line: int, condition: str = "", hit_condition: str = "", message: str = ""
    ) -> Breakpoint:
        """Set a breakpoint on a line, or on the next one with code; it replaces one that is there."""
        nearest = self.nearest_line(source, line)
        added = Breakpoint(source, line if nearest is None else nearest, condition, hit_condition, message)
        self.remove(source, added.line)
        key = file_key(source)
        self._by_line[key, added.line] = added
        for proto in self._protos.get(key, ()):
            self._plant(added, proto)
        return added

    def remove(self, source: str, line: int) -> None:
        """Remove the breakpoint on a line, if there is one."""
        removed = self._by_line.pop((file_key(source), line), None)
        if removed is not None:
            self._uproot(removed)

    def add_function(self, name: str, condition: str = "", hit_condition: str = "") -> Breakpoint:
        """Set a breakpoint on a function; it replaces one of that name."""
        self.remove_function(name)
        added = self._by_name[name] = Breakpoint("", 0, condition, hit_condition, function=name)
        for main in self._mains:
            self._plant_function(added, main)
        return added

    def remove_function(self, name: str) -> None:
        removed = self._by_name.pop(name, None)
        if removed is not None:
            self._uproot(removed)

    def add_at_column(
        self, source: str, line: int, column: int, condition: str = "", hit_condition: str = "", message: str = ""
    ) -> Breakpoint:
        """Set a breakpoint at a column of a line, or at the nearest where it can stop; several may be on a line."""
        added = Breakpoint(source, line, condition, hit_condition, message, column=column, is_exact=True)
        self._exact.append(added)
        self._plant_at_column(added)
        return added

    def add_at_instruction(self, proto: Proto, pc: int, condition: str = "", hit_condition: str = "") -> Breakpoint:
        """Set a breakpoint on an instruction of a function."""
        added = Breakpoint(source_path(proto), int(proto.lines[pc]), condition, hit_condition, is_exact=True)
        self._exact.append(added)
        self._plant_at(added, proto, pc)
        return added

    def remove_exact(self, removed: Breakpoint) -> None:
        self._exact = [one for one in self._exact if one is not removed]
        self._uproot(removed)

    def columns(self, source: str, line: int) -> list[int]:
        """The columns of a line where a breakpoint can stop."""
        return list(stopping_places(self._protos.get(file_key(source), ()), line))

    def add_temporary(self, source: str, line: int) -> Breakpoint:
        """Set one for a movement, beside those that are there."""
        added = Breakpoint(source, line)
        self._temporary.append(added)
        for proto in self._protos.get(file_key(source), ()):
            self._plant(added, proto)
        return added

    def plant_temporary(self, places: Iterable[tuple[Proto, int]]) -> Breakpoint:
        """Plant one on some instructions, for a movement."""
        added = Breakpoint("", 0)
        for proto, pc in places:
            self._plant_at(added, proto, pc)
        return added

    def add_trap(self, trap: Trap) -> None:
        """Set a trap for a movement, in what has been loaded and in what will be."""
        self._temporary.append(trap)
        for protos in self._protos.values():
            self._plant_trap(trap, protos)

    def blocks(self, planted: Iterable[Breakpoint] | None = None) -> int:
        """The blocks of code in which breakpoints (all, or those given) are planted, as `visits.bit_of` has them.

        All blocks, where the visits of one are not known.
        """
        places = self._by_place if planted is None else [place for one in planted for place in one.places]
        found = 0
        for proto, pc in places:
            bit = bit_of(proto, pc)
            if bit < 0:
                return -1
            found |= 1 << bit
        return found

    def remove_temporary(self, removed: Breakpoint) -> None:
        self._temporary = [one for one in self._temporary if one is not removed]
        self._uproot(removed)

    def loaded(self, main: Proto) -> None:
        """A chunk was loaded: plant its breakpoints, and move those that waited for it on lines without code."""
        key = file_key(source_path(main))
        found = _with_inner(main)
        self._mains.append(main)
        self._protos.setdefault(key, []).extend(found)
        for breakpoint_ in [one for (source, _), one in self._by_line.items() if source == key]:
            for proto in found:
                self._plant(breakpoint_, proto)
            if not breakpoint_.verified:
                self._move(breakpoint_)
        for breakpoint_ in self._by_name.values():
            self._plant_function(breakpoint_, main)
        for breakpoint_ in self._temporary:
            if isinstance(breakpoint_, Trap):
                self._plant_trap(breakpoint_, found)
            elif file_key(breakpoint_.source) == key:
                for proto in found:
                    self._plant(breakpoint_, proto)
        for breakpoint_ in self._exact:
            if breakpoint_.column and file_key(breakpoint_.source) == key:
                self._uproot(breakpoint_)
                self._plant_at_column(breakpoint_)

    def nearest_line(self, source: str, line: int) -> int | None:
        """The first line at or after `line` that has code in a loaded function of the source."""
        protos = self._protos.get(file_key(source), ())
        return min((one for proto in protos for one in proto.lines if one >= line), default=None)

    def lines(self, source: str) -> set[int]:
        """The lines that have code in a loaded function of the source."""
        return {int(line) for proto in self._protos.get(file_key(source), ()) for line in proto.lines}

    def _move(self, waiting: Breakpoint) -> None:
        """Move a breakpoint to the next line with code, if there is one; one that is there already stays instead."""
        nearest = self.nearest_line(waiting.source, waiting.line)
        if nearest is None:
            return
        key = file_key(waiting.source)
        del self._by_line[key, waiting.line]
        waiting.line = nearest
        if self._by_line.setdefault((key, nearest), waiting) is waiting:
            for proto in self._protos[key]:
                self._plant(waiting, proto)

    def _plant(self, breakpoint_: Breakpoint, proto: Proto) -> None:
        """Plant at each instruction with which the line begins."""
        for _, pc in line_places(proto, breakpoint_.line):
            self._plant_at(breakpoint_, proto, pc)

    def _plant_at_column(self, breakpoint_: Breakpoint) -> None:
        """Plant at the column, or at the nearest one of the line."""
        found = stopping_places(self._protos.get(file_key(breakpoint_.source), ()), breakpoint_.line)
        if not found:
            return
        breakpoint_.column = min(found, key=lambda column: abs(column - breakpoint_.column))
        for proto, pc in found[breakpoint_.column]:
            self._plant_at(breakpoint_, proto, pc)

    def _plant_trap(self, trap: Trap, protos: Iterable[Proto]) -> None:
        for proto in protos:
            for pc in trap.finds(proto):
                self._plant_at(trap, proto, pc)

    def _plant_function(self, breakpoint_: Breakpoint, main: Proto) -> None:
        """Plant at the first instruction of the functions meant."""
        if self._namer is None:
            return
        for proto in self._namer(main, breakpoint_.function):
            self._plant_at(breakpoint_, proto, 0)
            breakpoint_.source, breakpoint_.line = source_path(proto), int(proto.line)

    def _plant_at(self, breakpoint_: Breakpoint, proto: Proto, pc: int) -> None:
        self._always_begin_lines = None
        breakpoint_.places.append((proto, pc))
        self._by_place.setdefault((proto, pc), []).append(breakpoint_)
        plant_break(proto, pc)

    def _uproot(self, removed: Breakpoint) -> None:
        self._always_begin_lines = None
        for proto, pc in removed.places:
            left = self._by_place[proto, pc]
            left[:] = [one for one in left if one is not removed]
            if not left:
                uproot_break(proto, pc)
                del self._by_place[proto, pc]
        removed.places.clear()


def line_places(proto: Proto, line: int) -> list[tuple[Proto, int]]:
    """The instructions of a function with which a line begins."""
    lines = proto.lines
    return [
        (proto, pc) for pc in range(len(lines)) if lines[pc] == line and (pc == 0 or lines[pc - 1] != line)
    ]


def source_path(proto: Proto) -> str:
    """The path of a function's source, or its chunk name for code that is not from a file."""
    name = proto.source.decode("utf-8", "replace")
    return name[1:] if name[:1] in ("@", "=") else name


def _with_inner(proto: Proto) -> list[Proto]:
    found = [proto]
    for inner in proto.protos:
        found += _with_inner(inner)
    return found
