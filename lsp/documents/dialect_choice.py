"""Which Lua a file is written in.

A comment ``---@lua 5.1`` near the beginning of the file says it; else what its project says, else the setting of
the editor.  Where nobody says it, a text that uses what hosts like Neovim give to programs is LuaJIT, and any other
5.4.  Relies on `engine.syntax.dialects`.
"""

import re
from typing import Final

from engine.syntax.dialects import DIALECTS, LUA_54, LUAJIT, Dialect

_SEARCHED: Final = 4096  # bytes at the beginning of a file
_COMMENT: Final = re.compile(rb"^[ \t]*---?[ \t]*@lua[ \t]+([\w. ]+?)[ \t]*\r?$", re.MULTILINE)
_DEFAULT: Final = LUA_54
# What hosts give to programs: the global, and enough of its fields to know it by.  All of these run LuaJIT.
_HOSTS: Final = {
    "vim": rb"api|fn|cmd|opt|opt_local|keymap|uv|loop|lsp|schedule|tbl_\w+|notify|diagnostic|treesitter|ui|env|inspect",
    "ngx": rb"say|log|var|ctx|req|header|exit|shared|timer|status|null|config|worker|location|resp|ERR|HTTP_\w+",
    "love": rb"graphics|audio|keyboard|mouse|filesystem|window|event|timer|physics|load|update|draw",
}
_USES: Final = {name: re.compile(rb"%s\.(?:%s)\b" % (name.encode(), fields)) for name, fields in _HOSTS.items()}
_FIELD: Final = re.compile(rb"[\w.:]\Z")


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


def host_globals(text: bytes) -> frozenset[str]:
    """The global of the host that a text is written for: Neovim, OpenResty, LÖVE."""
    for name, uses in _USES.items():
        if name.encode() in text:  # which is quick to see
            for found in uses.finditer(text):
                if not _FIELD.match(text[max(0, found.start() - 1) : found.start()]):
                    return frozenset((name,))
    return frozenset()


def choose(text: bytes, project: Dialect | None, setting: Dialect | None) -> Dialect:
    """The dialect of a file."""
    return in_text(text) or project or setting or (LUAJIT if host_globals(text) else _DEFAULT)
