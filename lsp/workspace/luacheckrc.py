"""What a ``.luacheckrc`` says, as far as it says it in plain assignments.

Relies on the engine's parser, for such a file is Lua; only constants are read, nothing is run.
"""

import re
from typing import Final

from engine.syntax import ast
from engine.syntax.dialects import LUA_54, Dialect
from engine.syntax.nodes import dotted, text_of
from engine.syntax.parser import parse_tolerant
from lsp.documents.dialect_choice import named
from lsp.documents.foreign_codes import UNUSED, of_luacheck_pattern, of_number
from lsp.workspace.configuration import EVERYTHING, Configuration

_LISTS_OF_GLOBALS: Final = ("globals", "read_globals", "new_globals", "new_read_globals")
# What options switch off when they are false.
_SWITCHES: Final[dict[str, tuple[str, ...]]] = {
    "global": of_number("1"),
    "unused": UNUSED,
    "unused_args": of_number("212"),
    "redefined": ("redefined-local",),
}
_BUSTED: Final = frozenset(
    (
        *("describe", "context", "insulate", "expose", "it", "spec", "test", "pending", "finally", "match"),
        *("setup", "teardown", "strict_setup", "strict_teardown", "lazy_setup", "lazy_teardown"),
        *("before_each", "after_each", "mock", "spy", "stub"),
    )
)
SPECS: Final = ("**/*_spec.lua", Configuration(globals=_BUSTED))
"""Tests have busted's globals if they are called as it wants them, as luacheck has it too."""


def read(text: bytes) -> Configuration:
    """What a ``.luacheckrc`` says; what has `files` in front is said of some files."""
    chunk, _ = parse_tolerant(text, b"=luacheckrc", LUA_54)
    own = _Options()
    parts: list[tuple[str, Configuration]] = []
    for statement in chunk.body.statements:
        if not isinstance(statement, ast.Assign):
            continue
        for target, value in zip(statement.targets, statement.values, strict=False):
            pattern = _pattern(target)
            if isinstance(target, ast.Name) and target.name == b"files":
                parts += _files(value)
            elif pattern is not None:
                parts.append((pattern, _options(value)))
            elif isinstance(target, ast.Index) and (pattern := _pattern(target.object)) is not None:
                options = _Options()
                options.take(dotted(target).rpartition(".")[2] or _text(target.key), value)
                parts.append((pattern, options.configuration()))
            else:
                own.take(dotted(target), value)
    parts += [(pattern, Configuration(disabled=frozenset((EVERYTHING,)))) for pattern in own.excluded]
    return own.configuration(tuple(parts))


def _pattern(target: ast.Expr) -> str | None:
    """The pattern of ``files["pattern"]``."""
    if isinstance(target, ast.Index) and isinstance(target.object, ast.Name) and target.object.name == b"files":
        return _text(target.key) or None
    return None


def _files(value: ast.Expr) -> list[tuple[str, Configuration]]:
    """What ``files = { ["pattern"] = { ... } }`` says."""
    if not isinstance(value, ast.Table):
        return []
    return [(_text(item.key), _options(item.value)) for item in value.items if item.key is not None and _text(item.key)]


def _options(value: ast.Expr) -> Configuration:
    """The options of a constructor."""
    options = _Options()
    for item in value.items if isinstance(value, ast.Table) else ():
        if item.key is not None:
            options.take(_text(item.key), item.value)
    return options.configuration()


class _Options:
    """The options that some files have."""

    def __init__(self) -> None:
        self.dialect: Dialect | None = None
        self.excluded: list[str] = []
        self._names: Final[set[str]] = set()
        self._disabled: Final[set[str]] = set()

    def take(self, name: str, value: ast.Expr) -> None:
        """Take an option."""
        if name == "std":
            text = value.name if isinstance(value, ast.Name) else value.value if isinstance(value, ast.String) else b""
            self.dialect = _standard(text) or self.dialect
            self._names.update(_BUSTED if b"busted" in text else ())
        elif name in _LISTS_OF_GLOBALS:
            self._names.update(_names_in(value))
        elif name.startswith("stds."):
            for item in value.items if isinstance(value, ast.Table) else ():
                if item.key is not None and _text(item.key) in _LISTS_OF_GLOBALS:
                    self._names.update(_names_in(item.value))
        elif name == "ignore":
            self._disabled.update(code for one in sorted(_names_in(value)) for code in of_luacheck_pattern(one))
        elif name == "exclude_files":
            self.excluded += sorted(_names_in(value))
        elif isinstance(value, ast.FalseLiteral):
            self._disabled.update(_SWITCHES.get(name, ()))

    def configuration(self, parts: tuple[tuple[str, Configuration], ...] = ()) -> Configuration:
        """What the options come to."""
        return Configuration(self.dialect, frozenset(self._names), frozenset(self._disabled), parts=parts)


def _standard(value: bytes) -> Dialect | None:
    for word in re.split(r"[+\s]", value.decode("ascii", "replace")):
        found = named(word)
        if found is not None:
            return found
    return None


def _text(expr: ast.Expr) -> str:
    return text_of(expr.value) if isinstance(expr, ast.String) else ""


def _names_in(value: ast.Expr) -> set[str]:
    """The strings of a constructor, and its keys."""
    names: set[str] = set()
    if isinstance(value, ast.Table):
        for item in value.items:
            one = item.value if item.key is None else item.key
            if isinstance(one, ast.String):
                names.add(one.value.decode("utf-8", "replace"))
    return names
