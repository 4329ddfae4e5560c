"""Which Lua a test program is written in: a first line `-- lua: 5.5` says so; without it, that is Lua 5.4."""

import re

from engine.syntax.dialects import DIALECTS, LUA_54, Dialect

_DECLARATION = re.compile(rb"-- lua: (\S+)")


def dialect_of(source: bytes) -> Dialect:
    found = _DECLARATION.match(source)
    return LUA_54 if found is None else DIALECTS[found[1].decode()]
