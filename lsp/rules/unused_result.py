"""A call as a statement whose only use would have been its result.

```lua
string.upper(name)              -- the result of 'string.upper' is not used
```

Looked at are the library functions that do nothing but give a result, the methods of literal strings, and functions
whose comment says `---@nodiscard`.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.analysis.links import is_reassigned, links
from lsp.binding.facts import FUNCTION
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.library_use import library_calls
from lsp.rules.trees import nodes_of
from lsp.types import documentation

_PURE: Final = frozenset(
    (
        *("tostring", "tonumber", "type", "rawget", "rawlen", "rawequal", "getmetatable", "select", "ipairs", "pairs"),
        *("string.byte", "string.char", "string.find", "string.format", "string.gmatch", "string.len", "string.lower"),
        *("string.match", "string.pack", "string.packsize", "string.rep", "string.reverse", "string.sub"),
        *("string.unpack", "string.upper", "table.concat", "table.pack", "table.unpack", "unpack"),
        *("math.abs", "math.ceil", "math.floor", "math.max", "math.min", "math.sqrt", "math.fmod", "math.modf"),
        *("math.sin", "math.cos", "math.tan", "math.tointeger", "math.type", "math.exp", "math.log", "os.clock"),
        *("os.date", "os.getenv", "os.time", "os.difftime", "utf8.char", "utf8.len", "utf8.offset", "io.type"),
    )
)
_STRING_METHODS: Final = frozenset(name.partition(".")[2].encode() for name in _PURE if name.startswith("string."))


def check(view: View) -> Iterator[Finding]:
    """Look at the calls that are statements."""
    snapshot = view.snapshot
    for at, call, name in library_calls(view):
        if name in _PURE and any(node.call is call for node in nodes_of(snapshot.units[at], ast.CallStat)):
            yield _finding(call, name).moved(snapshot.shift(at))
    nodiscard = b"@nodiscard" in snapshot.text
    for at, unit in view.units():
        for node in nodes_of(unit, ast.CallStat):
            call_ = node.call
            if isinstance(call_, ast.MethodCall):
                target = call_.object.inner if isinstance(call_.object, ast.Paren) else call_.object
                if isinstance(target, ast.String) and call_.name.value in _STRING_METHODS:
                    yield _finding(call_, call_.name.value.decode()).moved(snapshot.shift(at))
            elif nodiscard and isinstance(call_, ast.Call) and isinstance(call_.function, ast.Name):
                if _is_not_to_be_discarded(view, at, call_.function):
                    name = call_.function.name.decode("utf-8", "replace")
                    yield _finding(call_, name).moved(snapshot.shift(at))


def _finding(call: ast.Expr, name: str) -> Finding:
    return Finding(call.start, call.end, f"the result of '{name}' is not used", name)


def _is_not_to_be_discarded(view: View, unit: int, name: ast.Name) -> bool:
    snapshot = view.snapshot
    variable = snapshot.units[unit].facts.variable_of.get(name)
    found = (unit, variable) if variable is not None else links(snapshot).lookup(name.name, unit)
    if found is None or found[1].kind != FUNCTION or is_reassigned(snapshot, *found):
        return False
    node = found[1].value
    if not isinstance(node, ast.Function):
        return False
    facts = snapshot.units[found[0]].facts
    return documentation.of_function(snapshot, found[0], facts.function_of[node]).nodiscard


RULE = FileRule("unused-result", WARNING, check)
