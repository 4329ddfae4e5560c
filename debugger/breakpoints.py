"""Line breakpoints: kept by source and line, and planted in the code of every function that has the line.

A breakpoint in a source that is not loaded yet waits; it is verified when a function of the source appears.
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
        self._by_place: dict[tuple[str, int], Breakpoint] = {}
        self._protos: list[Proto] = []


    def all(self) -> list[Breakpoint]:
        """All breakpoints, by source and line."""
        return [self._by_place[key] for key in sorted(self._by_place)]

    def at_line(self, source: str, line: int) -> Breakpoint | None:
        return self._by_place.get((source, line))

    def at_instruction(self, proto: Proto, pc: int) -> Breakpoint | None:
        """The breakpoint planted on an instruction."""
        for breakpoint_ in self._by_place.values():
            if any(proto is place and pc == at for place, at in breakpoint_.places):
                return breakpoint_
        return None

    def add(self, source: str, line: int, condition: str = "") -> Breakpoint:
        """Set a breakpoint, or change the condition of the one on that line."""
        self.remove(source, line)
        added = Breakpoint(source, line, condition)
        self._by_place[source, line] = added
        for proto in self._protos:
            _plant(added, proto)
        return added

    def remove(self, source: str, line: int) -> None:
        removed = self._by_place.pop((source, line), None)
        if removed is not None:
            for proto, pc in removed.places:
                proto.code[pc] = proto.original[pc]

    def loaded(self, main: Proto) -> None:
        """A chunk was loaded: plant the breakpoints that waited for it."""
        for proto in _with_inner(main):
            self._protos.append(proto)
            for breakpoint_ in self._by_place.values():
                _plant(breakpoint_, proto)

    def nearest_line(self, source: str, line: int) -> int | None:
        """The first line at or after `line` that has code in a loaded function of the source."""
        lines = {
            one for proto in self._protos if source_path(proto) == source for one in proto.lines if one >= line
        }
        return min(lines, default=None)


def source_path(proto: Proto) -> str:
    """The path of a function's source, or its chunk name for code that is not from a file."""
    name = proto.source.decode("utf-8", "replace")
    return name[1:] if name[:1] in "@=" else name


def _with_inner(proto: Proto) -> list[Proto]:
    found = [proto]
    for inner in proto.protos:
        found += _with_inner(inner)
    return found


def _plant(breakpoint_: Breakpoint, proto: Proto) -> None:
    """Plant at each instruction with which the line begins."""
    if source_path(proto) != breakpoint_.source:
        return
    lines = proto.lines
    for pc in range(len(lines)):
        if lines[pc] == breakpoint_.line and (pc == 0 or lines[pc - 1] != breakpoint_.line):
            breakpoint_.places.append((proto, pc))
            proto.code[pc] = BREAK
