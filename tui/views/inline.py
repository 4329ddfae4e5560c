"""The values of the variables that a line of source names, to be shown behind it."""

import re
from typing import Final

from debugger import inspection
from debugger.inspection import Frame
from debugger.session import Session
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction
from tui.spans import Line

_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_LONGEST: Final = 24  # characters of a string
_MOST: Final = 48  # of a variable


def inline_values(session: Session, frame: Frame | None, line: Line) -> str:
    """`count = 11, shelf = {price = 5}`: the variables that a line names, tables last; no functions."""
    if frame is None or frame.closure is None:
        return ""
    variables = inspection.visible_variables(frame)
    named = [name for role, text in line if role in ("", "self", "call") for name in _NAME.findall(text)]
    found = [variables[name] for name in dict.fromkeys(named) if name in variables]
    plain = [one for one in found if not isinstance(one.value, (LuaTable, LuaClosure, NativeFunction))]
    tables = [one for one in found if isinstance(one.value, LuaTable)]
    shown = [f"{one.name} = {session.formatter.show(one.value, _LONGEST)}" for one in (*plain, *tables)]
    return ", ".join(text if len(text) <= _MOST else text[: _MOST - 1] + "…" for text in shown)
