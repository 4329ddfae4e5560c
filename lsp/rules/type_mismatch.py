"""A value of a type that is not wanted where it stands: as an argument, in an assignment, as a result.

```lua
print(string.rep({}, 2))        -- 's' should be string, but is table
---@param list table
local function f(list) end
f("x")                          -- 'list' should be table, but is "x"
---@type integer
local count = "none"            -- this should be integer, but is "none"
---@return boolean
local function ready() return nil end   -- this should be boolean, but is nil
```

What types are comes from annotations, from the library and from the text (see [types](types.md)). Only what cannot be
right is reported: a value that may be one of several things is wrong only if all of them are, what is not known is
never wrong, and numbers and strings are taken for each other, as Lua does.
"""

from collections.abc import Iterator

from engine.syntax import ast
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.trees import is_several
from lsp.rules.typed import in_flows
from lsp.types.calls import Called
from lsp.types.model import NIL, UNKNOWN, Parameter, Type, members, optional, substituted, widened
from lsp.types.notation import show
from lsp.types.relations import fits
from lsp.types.scope import Scope
from lsp.types.walk import Flow

_CODE = "type-mismatch"


def check(view: View) -> Iterator[Finding]:
    """Look at what functions are called with, and at what is assigned and returned."""
    yield from in_flows(view, _CODE, _flow)


def _flow(scope: Scope, flow: Flow) -> Iterator[Finding]:
    for node, called in flow.calls.items():
        if isinstance(node, (ast.Call, ast.MethodCall)):
            yield from _arguments(scope, flow, node, called)
    for value, (wanted, given) in flow.promises.items():
        if not fits(scope, given, wanted):
            message = f"this should be {show(wanted)}, but is {_shown(given)}"
            yield Finding(value.start, value.end, message)


def _arguments(scope: Scope, flow: Flow, node: ast.Call | ast.MethodCall, called: Called) -> Iterator[Finding]:
    function = called.function
    if function is None or (function.overloads and function.library):
        return
    bound: dict[str, Type] = dict.fromkeys((name.partition(":")[0].strip() for name in function.generics), UNKNOWN)
    for one in (function, *function.overloads):
        if all(found is None for found in _unfit(scope, flow, node, one.parameters[called.skips_self :], bound)):
            return  # another signature takes them
    for found in _unfit(scope, flow, node, called.parameters, bound):
        if found is not None:
            yield found


def _unfit(
    scope: Scope,
    flow: Flow,
    node: ast.Call | ast.MethodCall,
    parameters: tuple[Parameter, ...],
    bound: dict[str, Type],
) -> Iterator[Finding | None]:
    for number, argument in enumerate(node.arguments):
        parameter = parameters[min(number, len(parameters) - 1)] if parameters else None
        if parameter is None or (number >= len(parameters) and parameter.name != "..."):
            return
        wanted = substituted(parameter.type, bound)
        given = flow.types.get(argument, UNKNOWN)
        if is_several(argument) and number == len(node.arguments) - 1 and given == NIL:
            continue  # a call that gives nothing
        if not fits(scope, given, optional(wanted) if parameter.optional else wanted):
            message = f"'{parameter.name}' should be {show(wanted)}, but is {_shown(given)}"
            yield Finding(argument.start, argument.end, message, parameter.name)
        yield None


def _shown(kind: Type) -> str:
    return (
        show(kind) if len(show(kind)) <= 40 and '"' in show(kind) and len(members(kind)) == 1 else show(widened(kind))
    )


RULE = FileRule(_CODE, WARNING, check, asks_types=True)
