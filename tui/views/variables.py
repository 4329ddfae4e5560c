"""The variables of a frame as a tree of rows: sections, variables, what is in tables; and what has changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from debugger import inspection, values
from debugger.inspection import Frame, Variable
from debugger.session import Session
from tui.spans import Line
from tui.views.search import contains
from tui.views.values import Seen, seen, value_line

PAGE: Final = 50
"""Fields of a table that are shown at once."""

_FRAMES_REMEMBERED: Final = 20

_LOOKED_THROUGH: Final = 5_000  # values that a search looks at
_DEEPEST: Final = 8

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
        frames = self.session.frames(limit=_FRAMES_REMEMBERED)
        for at, frame in enumerate(frames):
            for row in self.rows(frame) if at == 0 else self._rows_of(frame):
                if row.kind == "value":
                    remembered[_key(frame, row.path)] = row.now
                    fields.setdefault(_key(frame, row.path[:-1]), []).append((row.path, row.name))
        self._before, self._fields = remembered, fields

    def rows(self, frame: Frame | None) -> list[Row]:
        found = [] if frame is None else self._rows_of(frame)
        self._add_section(found, "globals", inspection.global_variables(self.session.machine, frame), frame)
        return found

    def _rows_of(self, frame: Frame) -> list[Row]:
        """What is the frame's own."""
        found: list[Row] = []
        for name, variables in _SECTIONS:
            self._add_section(found, name, variables(frame), frame)
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


    def find(self, frame: Frame | None, pattern: str, after: Path) -> Path | None:
        """The first value after a row, going round, whose name or text has the pattern, also inside of tables that are
        not open; what leads to it is opened."""
        rows = self.rows(frame)
        found: list[Path] = []
        looked = 0
        pending = [(row.path, row.name, row.now.text, row.path in self.opened) for row in rows if row.kind == "value"]
        shown = {path for path, _, _, _ in pending}
        tables = dict(self._tables(frame))
        while pending and looked < _LOOKED_THROUGH:
            path, name, text, is_open = pending.pop(0)
            looked += 1
            if contains(name, pattern) or contains(text, pattern):
                found.append(path)
            value = tables.pop(path, None)
            if is_open or value is None or len(path) > _DEEPEST:
                continue
            for child, inner in self.session.formatter.children(value, 0, PAGE):
                if (*path, child) not in shown:
                    pending.append(((*path, child), child, self.session.formatter.show(inner), False))
                    if values.has_children(inner):
                        tables[*path, child] = inner
        if not found:
            return None
        order = {row.path: at for at, row in enumerate(rows)}
        here = order.get(after, -1)
        ranked = sorted(found, key=lambda path: self._rank(order, path))
        chosen = next((path for path in ranked if self._rank(order, path) > (here, 0)), ranked[0])
        self.opened.update(chosen[:depth] for depth in range(2, len(chosen)))
        self.closed.discard(chosen[:1])
        return chosen

    def _rank(self, order: dict[Path, int], path: Path) -> tuple[int, int]:
        """Where a value is among the rows: that of the innermost row that leads to it, and how far below it."""
        for depth in range(len(path), 0, -1):
            if path[:depth] in order:
                return order[path[:depth]], len(path) - depth
        return len(order), 0

    def _tables(self, frame: Frame | None) -> Iterator[tuple[Path, object]]:
        """The values of the frame that can be opened, by path."""
        sections = [] if frame is None else [(name, variables(frame)) for name, variables in _SECTIONS]
        for section, variables in [*sections, ("globals", inspection.global_variables(self.session.machine, frame))]:
            for variable in variables:
                if values.has_children(variable.value):
                    yield (section, variable.name), variable.value


def expression(rows: Sequence[Row], row: Row) -> str | None:
    """The Lua expression for the value of a row; None if none can be written for it."""
    if row.kind != "value" or row.path[0] == "varargs":
        return None
    variables = [one for one in rows if one.kind == "value" and one.path[:2] == row.path[:2] and len(one.path) == 2]
    if not variables:
        return None
    name = variables[0].name
    hides = [one.path for one in rows if one.path[0] == row.path[0] and len(one.path) == 2 and one.name == name]
    if hides[-1] != row.path[:2]:
        return None  # another variable of the name hides it
    text = name
    for field in row.path[2:]:
        if field == "(metatable)":
            text = f"getmetatable({text})"
        elif not field.startswith("["):
            text += f".{field}"
        elif "…" in field or field[1:2] in "{f":
            return None  # a key that is a table or a function, or too long to be shown
        else:
            text += field
    return text


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
