"""Which Lua a file is written in.

A comment ``---@lua 5.1`` near the beginning of the file says it; else what its project says, else the setting of
the editor, else 5.4.  Relies on `engine.syntax.dialects`.
"""

import re
from typing import Final

from engine.syntax.dialects import DIALECTS, LUA_54, Dialect

_SEARCHED: Final = 4096  # bytes at the beginning of a file
_COMMENT: Final = re.compile(rb"^[ \t]*---?[ \t]*@lua[ \t]+([\w. ]+?)[ \t]*\r?$", re.MULTILINE)
_DEFAULT: Final = LUA_54


def named(name: str) -> Dialect | None:
    """The dialect that a setting names: ``5.1``, ``Lua 5.1``, ``lua51``, ``LuaJIT``; None for no such name."""
    word = name.lower().replace("lua", "", 1).strip() if name.lower() != "luajit" else "luajit"
    if len(word) == 2 and word.isdigit():
        word = f"{word[0]}.{word[1]}"
    if word == "jit":
        word = "luajit"
    return DIALECTS.get(word)


def title(dialect: Dialect) -> str:
    """What a dialect is called in messages."""
    return "LuaJIT" if dialect.key == "luajit" else dialect.name


def in_text(text: bytes) -> Dialect | None:
    """The dialect that a file's own comment names."""
    found = _COMMENT.search(text, 0, _SEARCHED)
    return None if found is None else named(found[1].decode("ascii"))


def choose(text: bytes, project: Dialect | None, setting: Dialect | None) -> Dialect:
    """The dialect of a file."""
    return in_text(text) or project or setting or _DEFAULT
