"""A call with more arguments than the function takes, or with fewer than a library function needs.

```lua
string.rep("x")             -- string.rep takes 2 to 3 arguments, not 1
local function f(a) end
f(1, 2)                     -- f takes 1 argument, not 2
```

A call whose last argument may be several values is only too long, never too short.
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import text_of
from lsp.analysis.links import is_reassigned, links
from lsp.binding.facts import FUNCTION, Variable
from lsp.library import catalogue
from lsp.library.entry import Entry
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.library_use import library_calls


def check(view: View) -> Iterator[Finding]:
    """Look at the calls of library functions and of local functions."""
    for at, call, name in library_calls(view):
        entry = catalogue.find(view.snapshot.dialect, name)
        if entry is not None and entry.is_function:
            finding = _library_call(call, name, entry)
            if finding is not None:
                yield finding.moved(view.snapshot.shift(at))
    yield from _local_calls(view)


def _library_call(call: ast.Call, name: str, entry: Entry) -> Finding | None:
    count = len(call.arguments)
    open_ended = count > 0 and isinstance(call.arguments[-1], (ast.Call, ast.MethodCall, ast.Vararg))
    least = min(one.least for one in entry.signatures)
    limits = [one.most for one in entry.signatures]
    most = None if None in limits else max(limit for limit in limits if limit is not None)
    sure = count - 1 if open_ended else count
    if most is not None and sure > most:
        start = call.arguments[most].start
        return Finding(start, call.arguments[-1].end, f"{name} takes {_range(least, most)}, not {count}", name)
    if count < least and not open_ended:
        return Finding(call.start, call.end, f"{name} takes {_range(least, most)}, not {count}", name)
    return None


def _range(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {_arguments(least)}"
    return _arguments(most) if least == most else f"{least} to {_arguments(most)}"


def _arguments(count: int) -> str:
    return "no arguments" if count == 0 else "1 argument" if count == 1 else f"{count} arguments"


def _local_calls(view: View) -> Iterator[Finding]:
    snapshot = view.snapshot
    linked = links(snapshot)
    for at, unit in view.units():
        shift = snapshot.shift(at)
        for use in unit.facts.calls:
            call = use.node
            if not isinstance(call, ast.Call) or not isinstance(call.function, ast.Name) or not call.arguments:
                continue
            variable = unit.facts.variable_of.get(call.function)
            home = at
            if variable is None:
                found = linked.lookup(call.function.name, at)
                if found is None:
                    continue
                home, variable = found
            if variable.kind == FUNCTION and not is_reassigned(snapshot, home, variable):
                finding = _local_call(call, variable)
                if finding is not None:
                    yield finding.moved(shift)


def _local_call(call: ast.Call, variable: Variable) -> Finding | None:
    function = variable.value
    if not isinstance(function, ast.Function) or function.is_vararg:
        return None
    most = len(function.parameters)
    count = len(call.arguments)
    sure = count - 1 if isinstance(call.arguments[-1], (ast.Call, ast.MethodCall, ast.Vararg)) else count
    if sure <= most:
        return None
    name = text_of(variable.name)
    start, end = call.arguments[most].start, call.arguments[-1].end
    return Finding(start, end, f"{name} takes {_arguments(most)}, not {count}", name)


RULE = FileRule("argument-count", WARNING, check)
