"""What can be opened in a variables view: scopes, tables, functions, and the pages of large tables.

Each gives its children in two parts, as the protocol has them: named ones, and the array part of a table as indexed
ones.  Nothing here calls into the program.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from debugger.values import Formatter
from engine.history.state import cell_value
from engine.history.writes import FIELD, Place
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

    A child that stands for several has a container of its own (`more`) and no value.  `place` is where the value is
    kept, if a program can write to it.
    """

    name: str
    value: object
    expression: str = ""
    more: "Container | None" = None
    place: Place | None = None
    is_virtual: bool = False


class Container:
    """Something with children."""

    def indexed_count(self) -> int:
        return 0

    def named_count(self) -> int:
        return 0

    def indexed(self, start: int, count: int) -> list[Child]:
        """Children of the array part, from the `start`-th on; `count` at most."""
        return []

    def named(self) -> list[Child]:
        return []


class Listed(Container):
    """Children that are known by name: several results, the upvalues of a function."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = list(children)

    def named_count(self) -> int:
        return len(self._children)

    def named(self) -> list[Child]:
        return self._children


class Scope(Container):
    """The variables of a frame, as they are now: their values may be changed."""

    def __init__(self, look: Callable[[], list[Child]]) -> None:
        self._look = look

    def named_count(self) -> int:
        return len(self._look())

    def named(self) -> list[Child]:
        return self._look()


class TableParts(Container):
    """A table.  `expression` is how a program would write it; empty if it cannot."""

    def __init__(self, table: LuaTable, expression: str, formatter: Formatter) -> None:
        self._table = table
        self._expression = expression
        self._formatter = formatter

    def indexed_count(self) -> int:
        return len(self._table.array)

    def named_count(self) -> int:
        return len(self._table.keys) + (self._table.metatable is not None)

    def indexed(self, start: int, count: int) -> list[Child]:
        array = self._table.array
        end = min(max(start, 0) + count, len(array))
        found: list[Child] = []
        for at in range(max(start, 0), end):
            expression = f"{self._expression}[{at + 1}]" if self._expression else ""
            found.append(Child(f"[{at + 1}]", array[at], expression, place=Place(FIELD, self._table, at + 1)))
        return found

    def named(self) -> list[Child]:
        table = self._table
        found: list[Child] = []
        if table.metatable is not None:
            expression = f"debug.getmetatable({self._expression})" if self._expression else ""
            found.append(Child("(metatable)", table.metatable, expression, is_virtual=True))
        return found + self.keyed(len(table.array) - 1)

    def keyed(self, position: int) -> list[Child]:
        """A page of the hash part, from the entry after a position on."""
        table = self._table
        found: list[Child] = []
        while (position := table.next_position(position)) >= 0:
            if len(found) == PAGE:
                found.append(Child("…", None, more=_FurtherKeys(self, position - 1)))
                break
            key = table.key_at(position)
            place = Place(FIELD, table, normalise(key))
            found.append(Child(self._formatter.key(key), table.value_at(position), self._field(key), place=place))
        return found

    def _field(self, key: object) -> str:
        if not self._expression:
            return ""
        if isinstance(key, bytes):
            if _NAME.fullmatch(key) and key not in _WORDS:
                return f"{self._expression}.{key.decode()}"
            return f"{self._expression}[{literal(key)}]"
        if isinstance(key, (bool, int, float)):
            return f"{self._expression}[{self._formatter.show(key)}]"
        return ""


class _FurtherKeys(Container):
    """The rest of a large hash part."""

    def __init__(self, parts: TableParts, position: int) -> None:
        self._parts = parts
        self._position = position

    def named(self) -> list[Child]:
        return self._parts.keyed(self._position)


class FurtherElements(Container):
    """The rest of a large array part."""

    def __init__(self, container: Container, start: int) -> None:
        self._container = container
        self._start = start

    def indexed_count(self) -> int:
        return self._container.indexed_count() - self._start

    def indexed(self, start: int, count: int) -> list[Child]:
        return self._container.indexed(self._start + start, count)


def container_of(value: object, expression: str, formatter: Formatter) -> Container | None:
    """What opens a value; None if there is nothing in it.

    `expression` is how a program would write it before a field access; empty if it cannot.
    """
    if isinstance(value, LuaTable):
        parts = TableParts(value, expression, formatter)
        return parts if parts.indexed_count() or parts.named_count() else None
    if isinstance(value, UserData) and value.metatable is not None:
        return Listed([Child("(metatable)", value.metatable, is_virtual=True)])
    if isinstance(value, LuaClosure) and value.cells and not value.proto.is_library:
        described = zip(value.proto.upvalues, value.cells, strict=True)
        children = [Child(one.name.decode("utf-8", "replace"), cell_value(cell)) for one, cell in described]
        return Listed(children)
    return None


def child_named(container: Container, name: str) -> Child | None:
    """The child of a name, elements included."""
    at = name[1:-1]
    if name[:1] == "[" and at.isdigit() and 0 < int(at) <= container.indexed_count():
        return container.indexed(int(at) - 1, 1)[0]
    return next((one for one in container.named() if one.name == name), None)


def prefix(expression: str) -> str:
    """An expression as what can stand before a field access."""
    return expression if _SIMPLE.fullmatch(expression) else f"({expression})"


def literal(text: bytes) -> str:
    """A string as Lua reads it back, whatever bytes are in it."""
    return '"' + "".join(chr(one) if 32 <= one < 127 and one not in b'"\\' else f"\\{one:03d}" for one in text) + '"'
