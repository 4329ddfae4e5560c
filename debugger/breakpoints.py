"""Line breakpoints: kept by source and line, and planted in the code of every function that has the line.

A breakpoint in a source that is not loaded yet waits for it.  One on a line without code moves to the next line that
has some, now or when its source is loaded; where there is none it stays, and waits.
"""

from dataclasses import dataclass, field

from engine.compiler.opcodes import BREAK
from engine.compiler.proto import Proto


@dataclass
class Breakpoint:
    """A line breakpoint.  `condition` is a Lua expression; an empty one always holds."""

    source: str
    line: int
    condition: str = ""
    places: list[tuple[Proto, int]] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        """Whether there is code on the line."""
        return bool(self.places)


class Breakpoints:
    """All breakpoints of a session, and where they are planted."""

    def __init__(self) -> None:
        self._by_line: dict[tuple[str, int], Breakpoint] = {}
        self._by_place: dict[tuple[Proto, int], Breakpoint] = {}
        self._protos: dict[str, list[Proto]] = {}  # those of each source

    def all(self) -> list[Breakpoint]:
        """All breakpoints, by source and line."""
        return [self._by_line[key] for key in sorted(self._by_line)]

    def at_line(self, source: str, line: int) -> Breakpoint | None:
        return self._by_line.get((source, line))

    def at_instruction(self, proto: Proto, pc: int) -> Breakpoint | None:
        """The breakpoint planted on an instruction."""
        return self._by_place.get((proto, pc))

    def add(self, source: str, line: int, condition: str = "") -> Breakpoint:
        """Set a breakpoint on a line, or on the next one with code; it replaces one that is there."""
        nearest = self.nearest_line(source, line)
        added = Breakpoint(source, line if nearest is None else nearest, condition)
        self.remove(source, added.line)
        self._by_line[source, added.line] = added
        for proto in self._protos.get(source, ()):
            self._plant(added, proto)
        return added

    def remove(self, source: str, line: int) -> None:
        """Remove the breakpoint on a line, if there is one."""
        removed = self._by_line.pop((source, line), None)
        if removed is not None:
            for proto, pc in removed.places:
                proto.code[pc] = proto.original[pc]
                del self._by_place[proto, pc]

    def loaded(self, main: Proto) -> None:
        """A chunk was loaded: plant its breakpoints, and move those that waited for it on lines without code."""
        source = source_path(main)
        found = _with_inner(main)
        self._protos.setdefault(source, []).extend(found)
        for breakpoint_ in [one for one in self._by_line.values() if one.source == source]:
            for proto in found:
                self._plant(breakpoint_, proto)
            if not breakpoint_.verified:
                self._move(breakpoint_)

    def nearest_line(self, source: str, line: int) -> int | None:
        """The first line at or after `line` that has code in a loaded function of the source."""
        protos = self._protos.get(source, ())
        return min((one for proto in protos for one in proto.lines if one >= line), default=None)

    def _move(self, waiting: Breakpoint) -> None:
        """Move a breakpoint to the next line with code, if there is one; one that is there already stays instead."""
        nearest = self.nearest_line(waiting.source, waiting.line)
        if nearest is None:
            return
        del self._by_line[waiting.source, waiting.line]
        waiting.line = nearest
        if self._by_line.setdefault((waiting.source, nearest), waiting) is waiting:
            for proto in self._protos[waiting.source]:
                self._plant(waiting, proto)

    def _plant(self, breakpoint_: Breakpoint, proto: Proto) -> None:
        """Plant at each instruction with which the line begins."""
        lines = proto.lines
        for pc in range(len(lines)):
            if lines[pc] == breakpoint_.line and (pc == 0 or lines[pc - 1] != breakpoint_.line):
                breakpoint_.places.append((proto, pc))
                self._by_place[proto, pc] = breakpoint_
                proto.code[pc] = BREAK


def source_path(proto: Proto) -> str:
    """The path of a function's source, or its chunk name for code that is not from a file."""
    name = proto.source.decode("utf-8", "replace")
    return name[1:] if name[:1] in ("@", "=") else name


def _with_inner(proto: Proto) -> list[Proto]:
    found = [proto]
    for inner in proto.protos:
        found += _with_inner(inner)
    return found
