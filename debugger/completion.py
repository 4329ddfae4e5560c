"""What can be written next in an expression: the names of a frame, the fields of a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from debugger import inspection
from debugger.evaluation import EvaluationError
from debugger.inspection import Frame
from debugger.session import Session
from engine.runtime.table import LuaTable
from engine.runtime.values import LuaClosure, NativeFunction

MOST: Final = 500
"""Completions given at once."""

_PATH: Final = re.compile(r"(?:([A-Za-z_]\w*(?:[.:]\w+)*)\s*([.:])\s*)?([A-Za-z_]\w*)?$", re.ASCII)

_NAME: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")

_CHAIN: Final = 20  # tables looked through along __index


@dataclass(frozen=True)
class Completion:
    """A name, and what kind of thing the client should show it as."""

    name: str
    kind: str


def complete(session: Session, frame: Frame | None, before: str) -> tuple[int, list[Completion]]:
    """Where the word at the end of `before` begins, and what it can become."""
    found = _PATH.search(before)
    assert found is not None  # it matches nothing at all, too
    path, separator, word = found[1], found[2], found[3] or ""
    start = len(before) - len(word)
    candidates = _names(session, frame) if path is None else _fields(session, frame, path.replace(":", "."), separator)
    seen: dict[str, Completion] = {}
    for one in candidates:
        if one.name.startswith(word):
            seen.setdefault(one.name, one)
            if len(seen) == MOST:
                break
    return start, sorted(seen.values(), key=lambda one: one.name)


def _names(session: Session, frame: Frame | None) -> Iterator[Completion]:
    if frame is not None:
        for name, variable in inspection.visible_variables(frame).items():
            yield Completion(name, _kind(variable.value, "variable"))
    table = session.machine.globals if frame is None else inspection.environment(frame, session.machine)
    yield from _keys(table, "variable")


def _fields(session: Session, frame: Frame | None, path: str, separator: str) -> Iterator[Completion]:
    try:
        values = session.evaluate(path, frame)
    except EvaluationError:
        return
    value = values[0] if values else None
    for _ in range(_CHAIN):
        if isinstance(value, LuaTable):
            for one in _keys(value, "field"):
                if separator == "." or one.kind in ("function", "method"):
                    yield one
        handler = session.machine.metamethod(value, b"__index")
        if not isinstance(handler, LuaTable):
            return
        value = handler


def _keys(table: LuaTable, kind: str) -> Iterator[Completion]:
    position = table.next_position(len(table.array) - 1)
    while position >= 0:
        key = table.key_at(position)
        if isinstance(key, bytes) and _NAME.fullmatch(key):
            yield Completion(key.decode(), _kind(table.value_at(position), kind))
        position = table.next_position(position)


def _kind(value: object, otherwise: str) -> str:
    if isinstance(value, (LuaClosure, NativeFunction)):
        return "function"
    return "module" if isinstance(value, LuaTable) and otherwise == "variable" else otherwise
