"""The variables of a frame as a tree of rows: sections, variables, what is in tables; and what has changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from debugger import inspection, objects, values
from debugger.differences import METATABLE
from debugger.inspection import Frame, Variable
from debugger.session import Session
from tui.spans import Line
from tui.views.asked import asked_of
from tui.views.search import contains
from tui.views.values import Seen, seen, value_line

PAGE: Final = 50
"""Fields of a table that are shown at once."""

_FRAMES_REMEMBERED: Final = 20

_LOOKED_THROUGH: Final = 5_000  # values that a search looks at
_DEEPEST: Final = 8

RETURNED: Final = "returned"
"""The section of what the last call returned."""

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
    """A row of the tree.  `kind` is "section", "value", "more" (fields that are not shown yet) or "ask": what only a
    metamethod can tell, which is asked while the row is open."""

    kind: str
    path: Path
    name: str
    now: Seen
    before: Seen | None = None
    openable: bool = False
    open: bool = False
    count: int = 0
    object: str = ""  # the name of an object

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
            rows = self._rows_of(frame)
            if at == 0:
                self._add_globals(rows, frame)
            for row in rows:
                if row.kind == "value":
                    remembered[_key(frame, row.path)] = row.now
                    fields.setdefault(_key(frame, row.path[:-1]), []).append((row.path, row.name))
        self._before, self._fields = remembered, fields

    def rows(self, frame: Frame | None) -> list[Row]:
        found: list[Row] = []
        if frame is not None:
            found += self._rows_of(frame)
            if frame.innermost:
                found += self._returned(frame)
        self._add_globals(found, frame)
        return found

    def _rows_of(self, frame: Frame) -> list[Row]:
        """What is the frame's own."""
        found: list[Row] = []
        for name, variables in _SECTIONS:
            self._add_section(found, name, variables(frame), frame)
        return found

    def _returned(self, frame: Frame) -> list[Row]:
        """What the call returned that has just ended."""
        ended = self.session.returned()
        found: list[Row] = []
        if ended is not None:
            values = [Variable(f"[{at}]", value) for at, value in enumerate(ended.values, 1)]
            self._add_section(found, RETURNED, values, frame, f"returned by {ended.name}")
        return found

    def _add_globals(self, found: list[Row], frame: Frame | None) -> None:
        self._add_section(found, "globals", inspection.global_variables(self.session.machine, frame), frame)

    def toggle(self, row: Row) -> None:
        """Open or close a row; of a "more" row, show the next page."""
        if row.kind == "more":
            parent = row.path[:-1]
            self.lengths[parent] = self.lengths.get(parent, PAGE) + PAGE
        elif row.kind == "section":
            self.closed ^= {row.path}
        elif row.openable:
            self.opened ^= {row.path}

    def _add_section(
        self, found: list[Row], name: str, variables: list[Variable], frame: Frame | None, title: str = ""
    ) -> None:
        if not variables and name != "locals":
            return
        path = (name,)
        is_open = path not in self.closed
        found.append(Row("section", path, title or name, Seen(""), None, True, is_open, len(variables)))
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
            called = objects.name_of(value)
            found.append(Row("value", path, name, seen(formatter, value), before, openable, is_open, object=called))
            if is_open:
                self._add_children(found, path, value, frame)

    def _add_children(self, found: list[Row], path: Path, value: object, frame: Frame | None) -> None:
        length = self.lengths.get(path, PAGE)
        children = self.session.formatter.children(value, 0, length + 1)
        if children and children[0][0] == METATABLE:
            self._add_values(found, path, children[:1], frame)
            self._add_asked(found, path, value, frame)
            self._add_values(found, path, children[1:length], frame)
        else:
            self._add_values(found, path, children[:length], frame)
        if len(children) > length:
            found.append(Row("more", (*path, "…"), "", Seen("")))
            return
        present = {row.path for row in found}
        for lost, name in self._fields.get(_key(frame, path), []):
            if lost not in present:
                now = seen(self.session.formatter, None)
                found.append(Row("value", lost, name, now, self._before[_key(frame, lost)]))

    def _add_asked(self, found: list[Row], path: Path, value: object, frame: Frame | None) -> None:
        """What metamethods tell of a value."""
        formatter = self.session.formatter
        for asked in asked_of(self.session, value):
            at = (*path, asked.name)
            is_open = at in self.opened
            answers, problem = asked.answers() if is_open else ([], "")
            if not is_open:
                now = Seen(f"Enter asks {asked.metamethod}", "faint")
            elif problem:
                now = Seen(f"✖ {problem}", "error")
            elif asked.is_text:
                now = seen(formatter, answers.pop()[1])
            else:
                now = Seen(f"{len(answers)} by {asked.metamethod}", "faint")
            found.append(Row("ask", at, asked.name, now, None, True, is_open))
            length = self.lengths.get(at, PAGE)
            self._add_values(found, at, answers[:length], frame)
            if len(answers) > length:
                found.append(Row("more", (*at, "…"), "", Seen("")))

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
    if row.kind != "value" or row.path[0] in ("varargs", RETURNED):
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
        if field == METATABLE:
            text = f"getmetatable({text})"
        elif field == "(index)":
            continue
        elif field == "(pairs)":
            return None
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
