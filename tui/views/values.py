"""Values and their changes as coloured text."""

from dataclasses import dataclass
from typing import Final

from debugger.values import Formatter
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction
from tui.spans import Line

_OLD: Final = 16
"""Characters of an old value that are shown."""


@dataclass(frozen=True)
class Seen:
    """How a value was shown when it was looked at: its text and the role of that.

    `identity` tells a string or a table from others that are shown alike.  It is no reference: a table's contents may
    change later, and a replay makes it anew.
    """

    text: str
    role: str = ""
    identity: object = None


def seen(formatter: Formatter, value: object) -> Seen:
    identity = int(value.born) if isinstance(value, LuaTable) else value if isinstance(value, bytes) else None
    return Seen(formatter.show(value), role_of(value), identity)


def role_of(value: object) -> str:
    if isinstance(value, bytes):
        return "string"
    if value is None or isinstance(value, bool):
        return "constant"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, LuaTable):
        return "table"
    return "function" if isinstance(value, (LuaClosure, NativeFunction)) else ""


def value_line(now: Seen, before: Seen | None) -> Line:
    """A value; marked with ● if it is not what it was before: `● old → new`, or `● {…}` for a table's contents."""
    shown = (now.role, now.text)
    if before is None or not differs(now, before):
        return [shown]
    if now.role == before.role == "table" and now.identity == before.identity:
        return [("changed", "● "), shown]
    old = before.text if len(before.text) <= _OLD else before.text[: _OLD - 1] + "…"
    return [("changed", "● "), ("old", old), ("changed", " → "), shown]


def differs(now: Seen, before: Seen) -> bool:
    """Whether a value is another one, or a table whose shown contents are."""
    return now.text != before.text or now.identity != before.identity
