"""Lua values as a person reads them: short texts, and the children of what can be opened.

Numbers are written as the program's own dialect writes them.
"""

import re
from typing import Final

from debugger.breakpoints import source_path
from engine.compiler.proto import Proto
from engine.runtime import tostring
from engine.runtime.coroutine import Coroutine
from engine.runtime.numbers import to_bytes
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell, LuaClosure, NativeFunction, UserData
from engine.syntax.dialects import Dialect
from engine.vm.machine import Machine

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\0": "\\0"}


def quoted(text: bytes, limit: int = 80) -> str:
    """A string as a Lua literal, cut after `limit` characters."""
    decoded = text[: limit * 4].decode("utf-8", "surrogateescape")
    cut = len(decoded) > limit or len(text) > limit * 4
    shown = "".join(one if one.isprintable() and one not in _ESCAPES else _escaped(one) for one in decoded[:limit])
    return f'"{shown}"…' if cut else f'"{shown}"'


def _escaped(one: str) -> str:
    """A character as an escape sequence of Lua's; a surrogate stands for a byte that is no UTF-8."""
    code = ord(one)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return _ESCAPES.get(one) or (f"\\x{code:02x}" if code < 0x80 else f"\\u{{{code:x}}}")


class Formatter:
    """Writes the values of programs in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.integers: Final = dialect.integers
        self.float_style: Final = dialect.float_style

    def show(self, value: object, limit: int = 80) -> str:
        """One line for a value: literals as in Lua, tables by what they hold, functions by place."""
        if value is None:
            return "nil"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return self._number(value)
        if isinstance(value, bytes):
            return quoted(value, limit)
        if isinstance(value, LuaTable):
            return self._table(value)
        if isinstance(value, LuaClosure):
            return f"function <{brief_source(value.proto)}:{value.proto.line}>"
        if isinstance(value, NativeFunction):
            return f"function <built in: {value.name}>"
        return tostring.tostring_basic(value).decode("utf-8", "replace")

    def key(self, key: object) -> str:
        """A key as a table constructor writes it."""
        if isinstance(key, bytes) and key.replace(b"_", b"a").isalnum() and not key[:1].isdigit():
            return key.decode()
        return f"[{self._brief(key)}]"

    def children(self, value: object, start: int = 0, count: int = 100) -> list[tuple[str, object]]:
        """What is in a table, in the order of `pairs`, a page at a time; its metatable first."""
        found: list[tuple[str, object]] = []
        if isinstance(value, UserData):
            return [("(metatable)", value.metatable)] if value.metatable is not None else []
        if not isinstance(value, LuaTable):
            return found
        if start == 0 and value.metatable is not None:
            found.append(("(metatable)", value.metatable))
        position = value.next_position(-1)
        skipped = 0
        while position >= 0 and len(found) < count:
            if skipped >= start:
                found.append((self.key(value.key_at(position)), value.value_at(position)))
            skipped += 1
            position = value.next_position(position)
        return found

    def _table(self, table: LuaTable) -> str:
        """A table as what it holds: `{1, 2, x = 3}`, cut short."""
        parts: list[str] = []
        position = table.next_position(-1)
        size = len(table.array)
        while position >= 0 and len(parts) < 4:
            text = self._brief(table.value_at(position))
            if position >= size:
                text = f"{self.key(table.key_at(position))} = {text}"
            parts.append(text)
            position = table.next_position(position)
        more = ", …" if position >= 0 else ""
        return "{" + ", ".join(parts) + more + "}"

    def _brief(self, value: object) -> str:
        """Even shorter, for the inside of a table."""
        if isinstance(value, LuaTable):
            return "{…}" if value.next_position(-1) >= 0 else "{}"
        if isinstance(value, (LuaClosure, NativeFunction)):
            return "function"
        return self.show(value, 16)

    def _number(self, value: int | float) -> str:
        """Tables keep whole keys as integers, also where the dialect has none."""
        return to_bytes(value if self.integers else float(value), self.float_style).decode()


def brief_source(proto: Proto) -> str:
    """A source's path, or the beginning of a text that a chunk was loaded from."""
    source = source_path(proto)
    if proto.source.startswith(b"@"):
        return source  # however long it is: its end tells most
    first = source.split("\n", 1)[0].strip()
    return source if len(first) <= 40 and first == source else first[:40] + "…"


def lines_of(text: str) -> list[str]:
    """The lines of a source, as Lua counts them (manual 3.1)."""
    lines = re.split(r"\r\n?|\n\r?", text)
    return lines if lines[-1] else lines[:-1]


def type_of(value: object) -> str:
    return "cell" if isinstance(value, Cell) else tostring.type_name(value).decode()


def has_children(value: object) -> bool:
    """Whether a value can be opened."""
    if isinstance(value, LuaTable):
        return value.metatable is not None or value.next_position(-1) >= 0
    return isinstance(value, UserData) and value.metatable is not None


def coroutine_status(machine: Machine, co: Coroutine) -> str:
    return ("suspended", "running", "normal", "dead", "dead (by an error)")[co.status]
