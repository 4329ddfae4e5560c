"""An argument of a type that the function cannot take.

    string.rep({}, 2)               -- 's' is a string, not a table
    ---@param list table
    local function f(list) end
    f("x")                          -- 'list' is a table, not a string

Only what is sure is reported: literals, constructors, functions and variables that are one and are never assigned to
again, against types that are no classes.  A number is taken for a string and the other way around, as Lua does.
"""

from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.analysis.linking import is_reassigned, links
from lsp.binding.facts import FUNCTION, LOCAL, WRITE, Variable
from lsp.documents.units import Unit
from lsp.library import catalogue
from lsp.library.entry import Parameter
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.library_use import library_calls
from lsp.types import documentation
from lsp.types.annotations import split_list

_TEXT: Final = "text"  # strings and numbers, which Lua converts
_FAMILIES: Final = {
    "string": _TEXT,
    "number": _TEXT,
    "integer": _TEXT,
    "boolean": "boolean",
    "nil": "nil",
    "table": "table",
    "function": "function",
}


def check(view: View) -> Iterator[Finding]:
    """Look at the calls of library functions and of local functions with annotations."""
    for at, call, name in library_calls(view):
        entry = catalogue.find(view.snapshot.dialect, name)
        if entry is not None and len(entry.signatures) == 1:
            yield from _arguments(view, at, call, list(entry.signatures[0].parameters))
    yield from _local_calls(view)


def _local_calls(view: View) -> Iterator[Finding]:
    snapshot = view.snapshot
    if b"@param" not in snapshot.text:
        return
    linked = links(snapshot)
    for at, unit in view.units():
        for use in unit.facts.calls:
            call = use.node
            if not isinstance(call, ast.Call) or not isinstance(call.function, ast.Name):
                continue
            variable = unit.facts.variable_of.get(call.function)
            found = (at, variable) if variable is not None else linked.lookup(call.function.name, at)
            if found is not None and found[1].kind == FUNCTION and not is_reassigned(snapshot, *found):
                yield from _arguments(view, at, call, _annotated(view, *found))


def _annotated(view: View, unit: int, variable: Variable) -> list[Parameter]:
    """The parameters of a local function, with the types that its comment gives them."""
    facts = view.snapshot.units[unit].facts
    node = variable.value
    if not isinstance(node, ast.Function):
        return []
    notes = documentation.of_function(view.snapshot, unit, facts.function_of[node]).parameters
    names = [one.name.decode("utf-8", "replace") for one in node.parameters]
    return [
        Parameter(name, notes[name].type if name in notes else "", name in notes and notes[name].optional)
        for name in names
    ]


def _arguments(view: View, at: int, call: ast.Call, parameters: list[Parameter]) -> Iterator[Finding]:
    unit = view.snapshot.units[at]
    shift = view.snapshot.shift(at)
    for parameter, argument in zip(parameters, call.arguments, strict=False):
        accepted = _families(parameter)
        given = _sure_type(unit, argument) if accepted else ""
        if given and _FAMILIES[given] not in accepted:
            article = "an" if parameter.type[0] in "aeiou" else "a"
            other = "nil" if given == "nil" else f"a {given}"
            message = f"'{parameter.name}' is {article} {parameter.type}, not {other}"
            yield Finding(argument.start + shift, argument.end + shift, message, parameter.name)


def _families(parameter: Parameter) -> set[str]:
    """What a parameter takes; nothing, if its type is not plain."""
    kind = parameter.type
    found = {"nil"} if parameter.optional or kind.endswith("?") else set()
    for part in split_list(kind.removesuffix("?"), "|"):
        if part not in _FAMILIES:
            return set()
        found.add(_FAMILIES[part])
    return found if kind else set()


def _sure_type(unit: Unit, expr: ast.Expr) -> str:
    """The type of an expression that leaves no doubt; empty for others."""
    if isinstance(expr, ast.Name):
        variable = unit.facts.variable_of.get(expr)
        if variable is None or variable.kind not in (LOCAL, FUNCTION) or variable.nth or variable.exported:
            return ""
        if variable.value is None or any(use.access == WRITE for use in variable.uses):
            return ""
        return "" if isinstance(variable.value, ast.Name) else _sure_type(unit, variable.value)
    if isinstance(expr, ast.String):
        return "string"
    if isinstance(expr, ast.Number):
        return "number"
    if isinstance(expr, ast.Table):
        return "table"
    if isinstance(expr, ast.Function):
        return "function"
    if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral)):
        return "boolean"
    return "nil" if isinstance(expr, ast.Nil) else ""


RULE = FileRule("type-mismatch", WARNING, check)
