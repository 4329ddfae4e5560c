"""Values and their changes as coloured text."""

from dataclasses import dataclass
from typing import Final

from debugger.values import show
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction
from tui.spans import Line

_OLD: Final = 16
"""Characters of an old value that are shown."""


@dataclass(frozen=True)
class Seen:
    """What a variable held when it was looked at, and how that was shown (a table's contents may change later)."""

    value: object
    text: str


def seen(value: object) -> Seen:
    return Seen(value, show(value))


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
    shown = (role_of(now.value), now.text)
    if before is None or not differs(now, before):
        return [shown]
    if now.value is before.value:
        return [("changed", "● "), shown]
    old = before.text if len(before.text) <= _OLD else before.text[: _OLD - 1] + "…"
    return [("changed", "● "), ("old", old), ("changed", " → "), shown]


def differs(now: Seen, before: Seen) -> bool:
    """Whether a value is another one, or a table whose shown contents are."""
    if now.text != before.text:
        return True
    if isinstance(now.value, bytes) or isinstance(before.value, bytes):
        return now.value != before.value
    return isinstance(now.value, LuaTable) and now.value is not before.value
