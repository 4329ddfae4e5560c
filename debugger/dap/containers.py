"""What can be opened in a variables view: scopes, tables, functions, and the pages of large tables.

Each gives its children in two parts, as the protocol has them: named ones, and the array part of a table as indexed
ones.  Only what is lazy calls into the program, when it is opened.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from debugger.evaluation import EvaluationError
from debugger.queries.results import Where
from debugger.session import Session
from debugger.values import Formatter
from engine.history.state import cell_value
from engine.history.writes import CELL, FIELD, Place
from engine.runtime.table import LuaTable, normalise
from engine.runtime.values import LuaClosure, UserData

PAGE: Final = 1000
"""Children shown at once to who does not ask for pages; the rest is one more child."""

_NAME: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_SIMPLE: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_WORDS: Final = frozenset(
    b"and break do else elseif end false for function goto if in local nil not or repeat return "
    b"then true until while".split()
)


@dataclass(frozen=True)
class Child:
    """A value with its name.  `expression` is how a program would write it; empty if it cannot.

    A child that stands for several has a container of its own (`more`) and no value; that of one that is `lazy` works
    out, when it is opened, the one child that is to be shown in its place.  `place` is where the value is kept, if a
    program can write to it, `declared` finds where its variable is declared.
    """

    name: str
    value: object
    expression: str = ""
    more: "Container | None" = None
    place: Place | None = None
    declared: Callable[[], Where | None] | None = None
    is_virtual: bool = False
    is_lazy: bool = False
    problem: str = ""  # why there is no value


class Container:
    """Something with children."""

    def indexed_count(self) -> int:
        return 0

    def named_count(self) -> int:
        return 0

    def indexed(self, start: int, count: int) -> list[Child]:
        """Children of the array part, from the `start`-th on; `count` at most."""
        return []

    def named(self, start: int = 0, count: int | None = None) -> list[Child]:
        """Named children, from the `start`-th on: `count`, or a page and one that has the others."""
        return []

    def child(self, name: str) -> Child | None:
        """The child of a name, elements included."""
        at = name[1:-1]
        if name[:1] == "[" and at.isdigit() and 0 < int(at) <= self.indexed_count():
            return self.indexed(int(at) - 1, 1)[0]
        return next((one for one in self.named() if one.name == name), None)


class Listed(Container):
    """Children that are known by name: several results, the upvalues of a function."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = list(children)

    def named_count(self) -> int:
        return len(self._children)

    def named(self, start: int = 0, count: int | None = None) -> list[Child]:
        return self._children[start : None if count is None else start + count]


class Scope(Container):
    """The variables of a frame, as they are now: their values may be changed.

    Also what is worked out when it is looked at.
    """

    def __init__(self, look: Callable[[], list[Child]]) -> None:
        self._look = look

    def named_count(self) -> int:
        return len(self._look())

    def named(self, start: int = 0, count: int | None = None) -> list[Child]:
        return self._look()[start : None if count is None else start + count]


class TableParts(Container):
    """A table.  `expression` is how a program would write it; empty if it cannot."""

    def __init__(self, table: LuaTable, expression: str, session: Session) -> None:
        self._table = table
        self._expression = expression
        self._session = session

    def indexed_count(self) -> int:
        return len(self._table.array)

    def named_count(self) -> int:
        return len(self._table.keys) + len(self._virtual())

    def indexed(self, start: int, count: int) -> list[Child]:
        array = self._table.array
        end = min(max(start, 0) + count, len(array))
        found: list[Child] = []
        for at in range(max(start, 0), end):
            expression = f"{self._expression}[{at + 1}]" if self._expression else ""
            found.append(Child(f"[{at + 1}]", array[at], expression, place=Place(FIELD, self._table, at + 1)))
        return found

    def named(self, start: int = 0, count: int | None = None) -> list[Child]:
        virtual = self._virtual()
        first = max(start - len(virtual), 0)
        found = virtual[start : None if count is None else start + count]
        left = None if count is None else count - len(found)
        return found + self.keyed(self._before(first), left)

    def _virtual(self) -> list[Child]:
        return metatable_children(self._table, self._table.metatable, self._expression, self._session)

    def _before(self, start: int) -> int:
        """The position before the `start`-th key that has a value: removed keys keep their places."""
        values = self._table.values
        at = start
        while at < len(values) and (missing := start - at + values[:at].count(None)) > 0:
            at += missing
        return len(self._table.array) + at - 1

    def keyed(self, position: int, count: int | None = None) -> list[Child]:
        """Entries of the hash part after a position: `count`, or a page and one that has the others."""
        table = self._table
        found: list[Child] = []
        while (count is None or len(found) < count) and (position := table.next_position(position)) >= 0:
            if count is None and len(found) == PAGE:
                found.append(Child("…", None, more=_FurtherKeys(self, position - 1)))
                break
            found.append(self._field(table.key_at(position), table.value_at(position)))
        return found

    def child(self, name: str) -> Child | None:
        key = name.encode("utf-8", "surrogateescape")
        value = self._table.get(key)
        return super().child(name) if value is None else self._field(key, value)

    def _field(self, key: object, value: object) -> Child:
        formatter = self._session.formatter
        place = Place(FIELD, self._table, normalise(key))
        return Child(formatter.key(key), value, field_of(self._expression, key, formatter), place=place)


class _FurtherKeys(Container):
    """The rest of a large hash part."""

    def __init__(self, parts: TableParts, position: int) -> None:
        self._parts = parts
        self._position = position

    def named(self, start: int = 0, count: int | None = None) -> list[Child]:
        if start:
            return self._parts.keyed(self._position)[start : None if count is None else start + count]
        return self._parts.keyed(self._position, count)


class FurtherElements(Container):
    """The rest of a large array part."""

    def __init__(self, container: Container, start: int) -> None:
        self._container = container
        self._start = start

    def indexed_count(self) -> int:
        return self._container.indexed_count() - self._start

    def indexed(self, start: int, count: int) -> list[Child]:
        return self._container.indexed(self._start + start, count)


def container_of(value: object, expression: str, session: Session) -> Container | None:
    """What opens a value; None if there is nothing in it.

    `expression` is how a program would write it before a field access; empty if it cannot.
    """
    if isinstance(value, LuaTable):
        parts = TableParts(value, expression, session)
        return parts if parts.indexed_count() or parts.named_count() else None
    if isinstance(value, UserData) and value.metatable is not None:
        return Listed(metatable_children(value, value.metatable, expression, session))
    if isinstance(value, LuaClosure) and value.cells and not value.proto.is_library:
        return Listed([*_upvalues(value, expression)])
    return None


def _upvalues(function: LuaClosure, expression: str) -> Iterator[Child]:
    described = zip(function.proto.upvalues, function.cells, strict=True)
    for at, (one, cell) in enumerate(described, 1):
        written = f"(select(2, debug.getupvalue({expression}, {at})))" if expression else ""
        yield Child(one.name.decode("utf-8", "replace"), cell_value(cell), written, place=Place(CELL, cell))


# -- what only metamethods tell ------------------------------------------------------------------------


def metatable_children(value: object, metatable: LuaTable | None, expression: str, session: Session) -> list[Child]:
    """A value's metatable, and what its metamethods tell when they are asked."""
    if metatable is None:
        return []
    written = f"debug.getmetatable({expression})" if expression else ""
    found = [Child("(metatable)", metatable, written, is_virtual=True)]
    computed = session.computed
    can = computed.of(value)
    if can.text:
        written = f"tostring({expression})" if expression else ""
        found.append(_lazy("(tostring)", lambda: Child("(tostring)", computed.text(value), written)))
    if can.pairs:
        found.append(_lazy("(pairs)", lambda: _grouped("(pairs)", computed.pairs(value), expression, session)))
    if can.fields:
        found.append(_lazy("(index)", lambda: _grouped("(index)", computed.fields(value), expression, session)))
    return found


def _lazy(name: str, work_out: Callable[[], Child]) -> Child:
    def look() -> list[Child]:
        try:
            return [work_out()]
        except EvaluationError as error:
            return [Child(name, None, problem=str(error))]

    return Child(name, None, more=Scope(look), is_virtual=True, is_lazy=True)


def _grouped(name: str, pairs: Sequence[tuple[object, object]], expression: str, session: Session) -> Child:
    formatter = session.formatter
    children = [Child(formatter.key(key), held, field_of(expression, key, formatter)) for key, held in pairs]
    return Child(name, None, more=Listed(children), is_virtual=True)


def field_of(expression: str, key: object, formatter: Formatter) -> str:
    """How a program would write a field of what the expression stands for; empty if it cannot."""
    if not expression:
        return ""
    if isinstance(key, bytes):
        if _NAME.fullmatch(key) and key not in _WORDS:
            return f"{expression}.{key.decode()}"
        return f"{expression}[{literal(key)}]"
    if isinstance(key, (bool, int, float)):
        return f"{expression}[{formatter.show(key)}]"
    return ""


def prefix(expression: str) -> str:
    """An expression as what can stand before a field access."""
    return expression if _SIMPLE.fullmatch(expression) else f"({expression})"


def literal(text: bytes) -> str:
    """A string as Lua reads it back, whatever bytes are in it."""
    return '"' + "".join(chr(one) if 32 <= one < 127 and one not in b'"\\' else f"\\{one:03d}" for one in text) + '"'
