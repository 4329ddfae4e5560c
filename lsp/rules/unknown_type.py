"""An annotation that names a type which nothing declares, while one with nearly that name is declared.

```lua
---@class Account
---@param account Acount        -- no type is called 'Acount'
local function close(account) end
```

Names that are like no other are left alone: the library that declares them may not be part of the workspace.
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from lsp.documents.spans import Edit
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.types import declared
from lsp.types.model import BASIC_NAMES
from lsp.types.scope import scope_at

_TYPE: Final = re.compile(
    rb"---[ \t]*@(?:param[ \t]+[\w.]+\??|return|type"
    rb"|field[ \t]+(?:(?:private|protected|public|package)[ \t]+)?\w+\??)[ \t]+([^\s#@][^\r\n]*)"
)
_NAME: Final = re.compile(rb"[A-Za-z_][\w.]*")
_GENERIC: Final = re.compile(rb"@(?:generic[ \t]+([^\r\n]*)|(?:class|alias)[ \t]+(?:\(\w+\)[ \t]*)?[\w.]+<([^>]*)>)")
_ALIKE: Final = 0.8


def check(view: View) -> Iterator[Finding]:
    """Look at the first word of every annotation's type."""
    snapshot = view.snapshot
    if b"---@" not in snapshot.text:
        return
    scope = scope_at(view.project, snapshot, 0)
    known = [name.decode("utf-8", "replace") for name in scope.memory.declared_names()]
    generics = {
        word.decode("utf-8", "replace")
        for found in _GENERIC.finditer(snapshot.text)
        for word in _NAME.findall(found[1] or found[2])
    }
    for at, unit in view.units():
        shift = snapshot.starts[at]
        for found in _TYPE.finditer(unit.text):
            first = _NAME.match(found[1])
            name = "" if first is None else first[0].decode("utf-8", "replace")
            if first is None or len(name) < 4 or name in BASIC_NAMES or name in generics or name in _WORDS:
                continue
            if declared.find(scope, name) is not None:
                continue
            close = difflib.get_close_matches(name, known, 1, _ALIKE)
            if close:
                start, end = found.start(1) + shift, found.start(1) + first.end() + shift
                fix = Fix(f"Change to '{close[0]}'", (Edit(start, end, close[0]),))
                yield Finding(start, end, f"no type is called '{name}'", name, (fix,))


_WORDS: Final = ("self", "true", "false", "void", "object", "fun", "async", "never", "cdata", "ctype")

RULE = FileRule("unknown-type", WARNING, check, asks_all=True)
