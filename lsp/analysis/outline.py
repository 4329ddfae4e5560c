"""The outline of a file: its functions, the fields they are, top-level variables and tables.  Relies on `facts`."""

from bisect import bisect_left
from typing import Final, NamedTuple

from engine.syntax import ast
from engine.syntax.nodes import children, dotted, text_of
from lsp.binding.facts import Facts, FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit

FUNCTION: Final = "function"
METHOD: Final = "method"
VARIABLE: Final = "variable"
CONSTANT: Final = "constant"
TABLE: Final = "table"
FIELD: Final = "field"

_KEY: Final = "outline"


class Outline(NamedTuple):
    """One entry: `start` to `end` is all of it, `name_start` to `name_end` its name; offsets in the file."""

    name: str
    kind: str
    detail: str
    start: int
    end: int
    name_start: int
    name_end: int
    children: list["Outline"]

    def moved(self, by: int) -> "Outline":
        """The same, further on in the file."""
        return Outline(
            self.name,
            self.kind,
            self.detail,
            self.start + by,
            self.end + by,
            self.name_start + by,
            self.name_end + by,
            [child.moved(by) for child in self.children],
        )


def outline(snapshot: Snapshot) -> list[Outline]:
    """The outline of a file."""
    found: list[Outline] = []
    for shift, unit, _ in snapshot.statements():
        entries = _of_unit(unit)
        found += [entry.moved(shift) for entry in entries] if shift else entries
    return found


def _of_unit(unit: Unit) -> list[Outline]:
    found = unit.memory.get(_KEY)
    if not isinstance(found, list):
        assert unit.statement is not None
        found = _of_node(unit.facts, unit.statement, True)
        unit.memory[_KEY] = found
    return found


_ENTRIES: Final = (
    *(ast.FunctionStat, ast.LocalFunction, ast.GlobalFunction, ast.Function),
    *(ast.Local, ast.Global, ast.Assign, ast.Table),
)


def _of_node(facts: Facts, node: ast.Node, top: bool) -> list[Outline]:
    """The entries of a statement or an expression; only at top level are variables among them."""
    if isinstance(node, _ENTRIES):
        return _of_entry(facts, node, top)
    found: list[Outline] = []
    places = facts.structures
    waiting = list(children(node))[::-1]
    while waiting:
        part = waiting.pop()
        first = bisect_left(places, part.start)
        if first == len(places) or places[first] >= part.end:
            continue  # there is nothing in it
        if isinstance(part, _ENTRIES):
            found += _of_entry(facts, part, False)
        else:
            waiting.extend(list(children(part))[::-1])
    return found


def _of_entry(facts: Facts, node: ast.Node, top: bool) -> list[Outline]:
    """The entries of a node that is one, or has some."""
    if isinstance(node, (ast.FunctionStat, ast.LocalFunction, ast.GlobalFunction)):
        return [_of_function(facts, facts.function_of[node.function], node)]
    if isinstance(node, ast.Function):
        return [_of_function(facts, facts.function_of[node], node)]
    if isinstance(node, (ast.Local, ast.Global)):
        return _of_values(facts, node, [one.name for one in node.names], node.values, top)
    if isinstance(node, ast.Assign):
        return _of_values(facts, node, node.targets, node.values, top)
    assert isinstance(node, ast.Table)
    return [entry for item in node.items for entry in _of_item(facts, item)]


def _of_values(
    facts: Facts, node: ast.Stat, targets: list[ast.Name] | list[ast.Expr], values: list[ast.Expr], top: bool
) -> list[Outline]:
    found: list[Outline] = []
    for at, target in enumerate(targets):
        value = values[at] if at < len(values) else None
        if isinstance(value, ast.Function):
            found.append(_of_function(facts, facts.function_of[value], node))
            continue
        inner = [] if value is None else _of_node(facts, value, False)
        name = dotted(target)
        if name and (top or (inner and isinstance(value, ast.Table))):
            variable = facts.variable_of.get(target) if isinstance(target, ast.Name) else None
            found.append(_entry(name, _kind(value, variable), "", node, target, inner))
        else:
            found += inner
    for value in values[len(targets) :]:
        found += _of_node(facts, value, False)
    return found


def _kind(value: ast.Expr | None, variable: Variable | None) -> str:
    if isinstance(value, ast.Table):
        return TABLE
    return CONSTANT if variable is not None and variable.is_constant else VARIABLE


def _of_item(facts: Facts, item: ast.TableItem) -> list[Outline]:
    value = item.value
    inner = _of_node(facts, value, False)
    if not isinstance(item.key, ast.String):
        return inner
    if isinstance(value, ast.Function):
        return [_of_function(facts, facts.function_of[value], item)]
    kind = TABLE if isinstance(value, ast.Table) else FIELD
    return [_entry(text_of(item.key.value), kind, "", item, item.key, inner)]


def _of_function(facts: Facts, function: FunctionFacts, whole: ast.Node) -> Outline:
    node = function.node
    assert node is not None
    inner = _of_node(facts, node.body, False)
    kind = METHOD if function.is_method else FUNCTION
    name = function.name or "function"
    if function.start < function.end:
        return Outline(name, kind, parameter_list(node), whole.start, whole.end, function.start, function.end, inner)
    return Outline(name, kind, parameter_list(node), node.start, node.end, node.start, node.start, inner)


def _entry(name: str, kind: str, detail: str, whole: ast.Node, named: ast.Node, inner: list[Outline]) -> Outline:
    return Outline(name, kind, detail, whole.start, whole.end, named.start, named.end, inner)


def parameter_list(node: ast.Function) -> str:
    """How a function's parameters read, the implicit self left out."""
    names = [text_of(one.name) for one in node.parameters if one.start < one.end]
    if node.is_vararg:
        names.append("..." if node.vararg is None else "..." + text_of(node.vararg.name))
    return f"({', '.join(names)})"
