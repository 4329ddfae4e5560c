"""The variables of a frame as a tree of rows: sections, variables, what is in tables; and what has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from debugger import inspection, values
from debugger.inspection import Frame, Variable
from debugger.session import Session
from tui.spans import Line
from tui.views.values import Seen, seen, value_line

PAGE: Final = 50
"""Fields of a table that are shown at once."""

_FRAMES_REMEMBERED: Final = 20

Path = tuple[str, ...]
"""Section, variable, field, field of that, ..."""

Key = tuple[tuple[int, int, int] | None, Path]
"""A frame's identity (of no consequence for globals), and a path in it."""

_SECTIONS: Final[tuple[tuple[str, Callable[[Frame], list[Variable]]], ...]] = (
    ("locals", inspection.local_variables),
    ("varargs", inspection.extra_arguments),
    ("upvalues", inspection.upvalues),
)


@dataclass(frozen=True)
class Row:
    """A row of the tree.  `kind` is "section", "value" or "more" (fields that are not shown yet)."""

    kind: str
    path: Path
    name: str
    now: Seen
    before: Seen | None = None
    openable: bool = False
    open: bool = False
    count: int = 0

    @property
    def depth(self) -> int:
        return len(self.path) - 1


class Variables:
    """The tree for one frame after another: what is open in it stays open."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.opened: set[Path] = set()
        self.closed: set[Path] = set()
        self.lengths: dict[Path, int] = {}
        self._before: dict[Key, Seen] = {}
        self._fields: dict[Key, list[tuple[Path, str]]] = {}  # of the tables that were open: path and name of each

    def remember(self) -> None:
        """Keep everything that can be seen now, to tell what the next movement changes."""
        self._before, self._fields = {}, {}
        remembered: dict[Key, Seen] = {}
        fields: dict[Key, list[tuple[Path, str]]] = {}
        for frame in self.session.frames()[:_FRAMES_REMEMBERED]:
            for row in self.rows(frame):
                if row.kind == "value":
                    remembered[_key(frame, row.path)] = row.now
                    fields.setdefault(_key(frame, row.path[:-1]), []).append((row.path, row.name))
        self._before, self._fields = remembered, fields

    def rows(self, frame: Frame | None) -> list[Row]:
        found: list[Row] = []
        if frame is not None:
            for name, variables in _SECTIONS:
                self._add_section(found, name, variables(frame), frame)
        self._add_section(found, "globals", inspection.global_variables(self.session.machine, frame), frame)
        return found

    def toggle(self, row: Row) -> None:
        """Open or close a row; of a "more" row, show the next page."""
        if row.kind == "more":
            parent = row.path[:-1]
            self.lengths[parent] = self.lengths.get(parent, PAGE) + PAGE
        elif row.kind == "section":
            self.closed ^= {row.path}
        elif row.openable:
            self.opened ^= {row.path}

    def _add_section(self, found: list[Row], name: str, variables: list[Variable], frame: Frame | None) -> None:
        if not variables and name != "locals":
            return
        path = (name,)
        is_open = path not in self.closed
        found.append(Row("section", path, name, Seen(""), None, True, is_open, len(variables)))
        if is_open:
            self._add_values(found, path, [(variable.name, variable.value) for variable in variables], frame)

    def _add_values(self, found: list[Row], parent: Path, named: list[tuple[str, object]], frame: Frame | None) -> None:
        formatter = self.session.formatter
        used: dict[str, int] = {}
        for name, value in named:
            times = used[name] = used.get(name, 0) + 1
            path = (*parent, name if times == 1 else f"{name}#{times}")  # a local may hide another of its name
            openable = values.has_children(value)
            is_open = openable and path in self.opened
            before = self._before.get(_key(frame, path))
            found.append(Row("value", path, name, seen(formatter, value), before, openable, is_open))
            if is_open:
                self._add_children(found, path, value, frame)

    def _add_children(self, found: list[Row], path: Path, value: object, frame: Frame | None) -> None:
        length = self.lengths.get(path, PAGE)
        children = self.session.formatter.children(value, 0, length + 1)
        self._add_values(found, path, children[:length], frame)
        if len(children) > length:
            found.append(Row("more", (*path, "…"), "", Seen("")))
            return
        present = {row.path for row in found}
        for lost, name in self._fields.get(_key(frame, path), []):
            if lost not in present:
                now = seen(self.session.formatter, None)
                found.append(Row("value", lost, name, now, self._before[_key(frame, lost)]))


def _key(frame: Frame | None, path: Path) -> Key:
    return (None if frame is None or path[0] == "globals" else frame.identity, path)


def row_line(row: Row) -> Line:
    """How a row looks."""
    sign = ("▾ " if row.open else "▸ ") if row.openable else "  "
    if row.kind == "section":
        count = "none" if row.count == 0 else str(row.count)
        return [("heading", f"{sign}{row.name} "), ("faint", count)]
    indent = "  " * row.depth
    if row.kind == "more":
        return [("faint", f"{indent}… Enter shows {PAGE} more")]
    return [("faint", indent + sign), ("name", row.name), ("operator", " = "), *value_line(row.now, row.before)]
