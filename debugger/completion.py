"""What can be written next in an expression: the names of a frame, the fields of a value, its keys in brackets."""

import re
from collections.abc import Iterable, Iterator
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

_VALUE: Final = r"[A-Za-z_]\w*(?:[.:]\w+|\[(?:\"[^\"]*\"|'[^']*'|[\w.]+)\])*"

_PATH: Final = re.compile(rf"(?:({_VALUE})\s*([.:])\s*)?([A-Za-z_]\w*)?$", re.ASCII)

_KEY: Final = re.compile(rf"({_VALUE})\s*\[\s*([\"'])([^\"']*)$", re.ASCII)

_NAME: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)

_CHAIN: Final = 20  # tables looked through along __index


@dataclass(frozen=True)
class Completion:
    """A name, and what kind of thing the client should show it as."""

    name: str
    kind: str


def complete(session: Session, frame: Frame | None, before: str) -> tuple[int, list[Completion]]:
    """Where the word at the end of `before` begins, and what it can become."""
    if (key := _KEY.search(before)) is not None:
        return _string_keys(session, frame, key)
    found = _PATH.search(before)
    assert found is not None  # it matches nothing at all, too
    path, separator, word = found[1], found[2], found[3] or ""
    start = len(before) - len(word)
    candidates = _names(session, frame) if path is None else _fields(session, frame, path, separator)
    return start, _fitting(candidates, word)


def _fitting(candidates: Iterable[Completion], word: str) -> list[Completion]:
    """Those that begin with a word, MOST of them at most."""
    seen: dict[str, Completion] = {}
    for one in candidates:
        if one.name.startswith(word):
            seen.setdefault(one.name, one)
            if len(seen) == MOST:
                break
    return sorted(seen.values(), key=lambda one: one.name)


def _string_keys(session: Session, frame: Frame | None, key: re.Match[str]) -> tuple[int, list[Completion]]:
    """The keys that a string in brackets can become, after its opening quotation mark."""
    found: list[Completion] = []
    for table in _tables(session, frame, key[1]):
        for name, value in _string_pairs(table):
            if name.isprintable() and key[2] not in name and "\\" not in name:
                found.append(Completion(name, _kind(value, "field")))
    return key.start(3), _fitting(found, key[3])


def _names(session: Session, frame: Frame | None) -> Iterator[Completion]:
    if frame is not None:
        for name, variable in inspection.visible_variables(frame).items():
            yield Completion(name, _kind(variable.value, "variable"))
    table = session.machine.globals if frame is None else inspection.environment(frame, session.machine)
    yield from _keys(table, "variable")


def _fields(session: Session, frame: Frame | None, path: str, separator: str) -> Iterator[Completion]:
    for table in _tables(session, frame, path):
        for one in _keys(table, "field"):
            if separator == "." or one.kind in ("function", "method"):
                yield one


def _tables(session: Session, frame: Frame | None, path: str) -> Iterator[LuaTable]:
    """The tables along `__index` in which the fields of a value are looked for."""
    try:
        values = session.evaluate(path.replace(":", "."), frame)
    except EvaluationError:
        return
    value = values[0] if values else None
    for _ in range(_CHAIN):
        if isinstance(value, LuaTable):
            yield value
        handler = session.machine.metamethod(value, b"__index")
        if not isinstance(handler, LuaTable):
            return
        value = handler


def _keys(table: LuaTable, kind: str) -> Iterator[Completion]:
    for name, value in _string_pairs(table):
        if _NAME.fullmatch(name):
            yield Completion(name, _kind(value, kind))


def _string_pairs(table: LuaTable) -> Iterator[tuple[str, object]]:
    position = table.next_position(len(table.array) - 1)
    while position >= 0:
        key = table.key_at(position)
        if isinstance(key, bytes):
            yield key.decode("utf-8", "replace"), table.value_at(position)
        position = table.next_position(position)


def _kind(value: object, otherwise: str) -> str:
    if isinstance(value, (LuaClosure, NativeFunction)):
        return "function"
    return "module" if isinstance(value, LuaTable) and otherwise == "variable" else otherwise
