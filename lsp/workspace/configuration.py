"""What a project asks for, and one of the files that say it: ``.luarc.json`` (LuaLS's).  `luacheckrc` has the other."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engine.syntax.dialects import Dialect
from lsp.documents.dialect_choice import named
from lsp.documents.foreign_codes import of_name

LUARC: Final = ".luarc.json"
LUACHECKRC: Final = ".luacheckrc"

# Comments and trailing commas, which people write into .luarc.json; strings are taken over as they are.
_STRING_OR_COMMENT: Final = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])', re.DOTALL)


_WILDCARDS: Final = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
EVERYTHING: Final = "*"
"""Stands for all rules where some are switched off."""


@dataclass(frozen=True)
class Configuration:
    """What one project asks for; `parts` is what it asks for files whose paths fit a pattern, besides."""

    dialect: Dialect | None = None
    globals: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    parts: tuple[tuple[str, "Configuration"], ...] = ()

    def merged(self, other: "Configuration") -> "Configuration":
        """Both together; of two dialects this one's counts."""
        return Configuration(
            self.dialect or other.dialect,
            self.globals | other.globals,
            self.disabled | other.disabled,
            self.paths or other.paths,
            self.parts + other.parts,
        )

    def of_file(self, path: str) -> "Configuration":
        """What counts for a file, given by its path from the project's folder."""
        found = Configuration(self.dialect, self.globals, self.disabled, self.paths)
        for pattern, part in self.parts:
            if matches(pattern, path):
                found = part.merged(found)
        return found


def matches(pattern: str, path: str) -> bool:
    """Whether a path, or a folder that it leads through, fits a pattern with ``*``, ``**`` and ``?``."""
    return _as_expression(pattern.strip("/").removeprefix("./")).match(path) is not None


@lru_cache(maxsize=256)
def _as_expression(pattern: str) -> re.Pattern[str]:
    parts = [_WILDCARDS.get(part) or re.escape(part) for part in re.split(r"(\*\*/|\*\*|\*|\?)", pattern)]
    return re.compile("".join(parts) + "(?:/|$)")


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
