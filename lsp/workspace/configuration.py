"""What a project's own files say: ``.luarc.json`` (of LuaLS) and ``.luacheckrc``, as far as they are simple.

Relies on the engine's parser, for ``.luacheckrc`` is Lua; only assignments of constants are read, nothing is run.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Final

from engine.syntax import ast
from engine.syntax.dialects import LUA_54, Dialect
from engine.syntax.nodes import dotted, text_of
from engine.syntax.parser import parse_tolerant
from lsp.documents.dialect_choice import named
from lsp.documents.foreign_codes import UNUSED, of_luacheck_pattern, of_name, of_number

LUARC: Final = ".luarc.json"
LUACHECKRC: Final = ".luacheckrc"

# Comments and trailing commas, which people write into .luarc.json; strings are taken over as they are.
_STRING_OR_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


_LISTS_OF_GLOBALS: Final = ("globals", "read_globals", "new_globals", "new_read_globals")
# What luacheck's options switch off when they are false.
_SWITCHES: Final[dict[str, tuple[str, ...]]] = {
    "global": of_number("1"),
    "unused": UNUSED,
    "unused_args": of_number("212"),
    "redefined": ("redefined-local",),
}
_GLOBALS_OF_STD: Final = {
    "busted": (
        *("describe", "context", "insulate", "expose", "it", "spec", "test", "pending", "finally", "match"),
        *("setup", "teardown", "strict_setup", "strict_teardown", "lazy_setup", "lazy_teardown"),
        *("before_each", "after_each", "mock", "spy", "stub"),
    )
}


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
        frozenset(code for name in _disabled(settings) for code in of_name(name)),
        tuple(_words(_setting(settings, "runtime.path"))),
    )


def _disabled(settings: object) -> list[str]:
    """The diagnostics that are switched off, be it one by one or by a severity of ``None``."""
    levels = _setting(settings, "diagnostics.severity")
    off = [name for name, level in levels.items() if level == "None"] if isinstance(levels, dict) else []
    return [*_words(_setting(settings, "diagnostics.disable")), *(one for one in off if isinstance(one, str))]


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
    disabled: set[str] = set()
    for statement in chunk.body.statements:
        if not isinstance(statement, ast.Assign):
            continue
        for target, value in zip(statement.targets, statement.values, strict=False):
            name = dotted(target)
            last = name.rpartition(".")[2]
            if name == "std" and isinstance(value, ast.String):
                dialect = _standard(value.value)
                names.update(_GLOBALS_OF_STD.get("busted", ()) if b"busted" in value.value else ())
            elif last in _LISTS_OF_GLOBALS and not name.startswith("files"):
                names.update(_names_in(value))
            elif name.startswith("stds.") and isinstance(value, ast.Table):
                for item in value.items:
                    if isinstance(item.key, ast.String) and text_of(item.key.value) in _LISTS_OF_GLOBALS:
                        names.update(_names_in(item.value))
            elif name == "ignore":
                disabled.update(code for one in _names_in(value) for code in of_luacheck_pattern(one))
            elif isinstance(value, ast.FalseLiteral):
                disabled.update(_SWITCHES.get(name, ()))
    return Configuration(dialect, frozenset(names), frozenset(disabled))


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
