"""A pattern that Lua cannot read: using it raises an error.

```lua
string.match(text, "[a-z")          -- malformed pattern: a '[' is not closed
```

Patterns that are written out are looked at, in calls of `string.find`, `match`, `gmatch`, `gsub` and in methods of
these names of literal strings; not those of a `find` that may be told to take its pattern as plain text.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.library_use import library_calls
from lsp.rules.patterns import flaw
from lsp.rules.trees import nodes_of

_FUNCTIONS: Final = ("find", "match", "gmatch", "gsub")
_METHODS: Final = frozenset(name.encode() for name in _FUNCTIONS)
_FULL: Final = frozenset(f"string.{name}" for name in _FUNCTIONS)


def check(view: View) -> Iterator[Finding]:
    """Look at the patterns of calls."""
    for at, call, name in library_calls(view):
        if name in _FULL and len(call.arguments) > 1:
            yield from _pattern(view, at, name == "string.find", call.arguments[1:])
    for at, unit in view.units():
        if not any(b":" + name in unit.text for name in _METHODS):
            continue
        for method in nodes_of(unit, ast.MethodCall):
            target = method.object.inner if isinstance(method.object, ast.Paren) else method.object
            # Whatever is no string may have methods of these names with other meanings.
            if method.name.value in _METHODS and method.arguments and isinstance(target, ast.String):
                yield from _pattern(view, at, method.name.value == b"find", method.arguments)


def _pattern(view: View, at: int, is_find: bool, arguments: list[ast.Expr]) -> Iterator[Finding]:
    pattern = arguments[0]
    if not isinstance(pattern, ast.String) or (is_find and len(arguments) > 2):
        return
    wrong = flaw(pattern.value)
    if wrong:
        shift = view.snapshot.shift(at)
        yield Finding(pattern.start + shift, pattern.end + shift, f"malformed pattern: {wrong}")


RULE = FileRule("malformed-pattern", WARNING, check)
