"""What a project's own files say: ``.luarc.json`` (of LuaLS) and ``.luacheckrc``, as far as they are simple.

Relies on the engine's parser, for ``.luacheckrc`` is Lua; only assignments of constants are read, nothing is run.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Final

from engine.syntax import ast
from engine.syntax.dialects import LUA_54, Dialect
from engine.syntax.parser import parse_tolerant
from lsp.documents.dialect_choice import named

LUARC: Final = ".luarc.json"
LUACHECKRC: Final = ".luacheckrc"

# Comments and trailing commas, which people write into .luarc.json; strings are taken over as they are.
_STRING_OR_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


@dataclass(frozen=True)
class Configuration:
    """What one project asks for."""

    dialect: Dialect | None = None
    globals: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    paths: tuple[str, ...] = field(default=())

    def merged(self, other: "Configuration") -> "Configuration":
        """Both together; of two dialects this one's counts."""
        return Configuration(
            self.dialect or other.dialect,
            self.globals | other.globals,
            self.disabled | other.disabled,
            self.paths or other.paths,
        )


def read_luarc(text: str) -> Configuration:
    """What a ``.luarc.json`` says; nothing, if it is no JSON."""
    bare = _STRING_OR_COMMENT.sub(lambda found: found[1] or " ", text)
    bare = _TRAILING_COMMA.sub(lambda found: found[1] or "", bare)
    try:
        settings = json.loads(bare)
    except ValueError:
        return Configuration()
    return from_settings(settings)


def from_settings(settings: object) -> Configuration:
    """What settings in the shape of LuaLS say: nested (``runtime``: {``version``: ...}) or with dots in the names."""
    version = _setting(settings, "runtime.version")
    return Configuration(
        named(version) if isinstance(version, str) else None,
        frozenset(_words(_setting(settings, "diagnostics.globals"))),
        frozenset(_words(_setting(settings, "diagnostics.disable"))),
        tuple(_words(_setting(settings, "runtime.path"))),
    )


def _setting(settings: object, name: str) -> object:
    if not isinstance(settings, dict):
        return None
    for key in (name, f"Lua.{name}"):
        if key in settings:
            return settings[key]
    found: object = settings.get("Lua", settings)
    for part in name.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(part)
    return found


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def read_luacheckrc(text: bytes) -> Configuration:
    """What a ``.luacheckrc`` says in plain assignments."""
    chunk, _ = parse_tolerant(text, b"=luacheckrc", LUA_54)
    dialect: Dialect | None = None
    names: set[str] = set()
    for statement in chunk.body.statements:
        if not isinstance(statement, ast.Assign):
            continue
        for target, value in zip(statement.targets, statement.values, strict=False):
            if not isinstance(target, ast.Name):
                continue
            if target.name == b"std" and isinstance(value, ast.String):
                dialect = _standard(value.value)
            elif target.name in (b"globals", b"read_globals", b"new_globals", b"new_read_globals"):
                names.update(_names_in(value))
    return Configuration(dialect, frozenset(names))


def _standard(value: bytes) -> Dialect | None:
    for word in value.decode("ascii", "replace").split("+"):
        found = named(word)
        if found is not None:
            return found
    return None


def _names_in(value: ast.Expr) -> set[str]:
    """The strings of a constructor, and its keys."""
    names: set[str] = set()
    if isinstance(value, ast.Table):
        for item in value.items:
            one = item.value if item.key is None else item.key
            if isinstance(one, ast.String):
                names.add(one.value.decode("utf-8", "replace"))
    return names
