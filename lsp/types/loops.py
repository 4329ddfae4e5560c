"""Loops: walked again until nothing changes that their heads know, and what they go over.

Relies on `walk`, `expressions` and `conditions`.
"""

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from engine.syntax import ast
from lsp.binding.facts import WRITE, Use, Variable
from lsp.documents.units import Unit
from lsp.types import declared, settled
from lsp.types.conditions import narrowed
from lsp.types.environment import Reference, copied, joined
from lsp.types.expressions import evaluate, evaluate_list
from lsp.types.fields import element
from lsp.types.model import (
    ANY,
    INTEGER,
    NUMBER,
    UNKNOWN,
    Array,
    Function,
    Map,
    Named,
    Tuple,
    Type,
    union,
    widened,
    without_nil,
)
from lsp.types.scope import Scope
from lsp.types.values import ANYTHING, Values
from lsp.types.walk import Walk

_MOST_PASSES: Final = 3
_DEEPEST_LOOP: Final = 2  # in which passes are repeated


def _while(walk: Walk, node: ast.While) -> None:
    def body() -> None:
        evaluate(walk, node.condition)
        leaving = copied(narrowed(walk, walk.environment, node.condition, False))
        if not isinstance(node.condition, ast.TrueLiteral):
            walk.breaks[-1].append(leaving)
        walk.environment = narrowed(walk, walk.environment, node.condition, True)
        walk.block(node.body)

    _loop(walk, node.start, node.end, body)


def _repeat(walk: Walk, node: ast.Repeat) -> None:
    def body() -> None:
        walk.block(node.body)
        evaluate(walk, node.condition)
        if not isinstance(node.condition, ast.FalseLiteral):
            walk.breaks[-1].append(copied(narrowed(walk, walk.environment, node.condition, True)))
        walk.environment = narrowed(walk, walk.environment, node.condition, False)

    _loop(walk, node.start, node.end, body)


def _numeric_for(walk: Walk, node: ast.NumericFor) -> None:
    bounds = [evaluate(walk, node.first), evaluate(walk, node.limit)]
    if node.step is not None:
        bounds.append(evaluate(walk, node.step))
    kinds = {widened(bounds[0]), *(widened(kind) for kind in bounds[2:])}
    kind = INTEGER if kinds == {INTEGER} and walk.scope.snapshot.dialect.integers else NUMBER
    variable = walk.facts.variable_of.get(node.variable)
    if variable is not None:
        walk.flow.declared[variable] = kind

    def body() -> None:
        walk.breaks[-1].append(copied(walk.environment))
        walk.block(node.body)

    _loop(walk, node.body.start, node.end, body)


def _generic_for(walk: Walk, node: ast.GenericFor) -> None:
    values = evaluate_list(walk, node.values)
    kinds = _iterated_values(walk, node, values)
    for number, name in enumerate(node.names):
        variable = walk.facts.variable_of.get(name)
        if variable is not None:
            noted = settled.annotated(walk.scope, variable)
            walk.flow.declared[variable] = noted if noted is not None else kinds.at(number)

    def body() -> None:
        walk.breaks[-1].append(copied(walk.environment))
        walk.block(node.body)

    _loop(walk, node.body.start, node.end, body)


def _iterated_values(walk: Walk, node: ast.GenericFor, values: Values) -> Values:
    """The types of what a loop goes over."""
    scope = walk.scope
    first = node.values[0]
    if len(node.values) == 1:
        walk.flow.iterated[first] = values.at(0)
    called = walk.flow.calls.get(first)
    if called is not None and called.library in ("pairs", "ipairs") and isinstance(first, ast.Call):
        over = walk.flow.types.get(first.arguments[0], UNKNOWN) if first.arguments else UNKNOWN
        over = without_nil(declared.resolved(scope, over))
        if called.library == "ipairs":
            number = INTEGER if scope.snapshot.dialect.integers else NUMBER
            return Values((number, without_nil(element(scope, over, INTEGER))))
        return _of_pairs(scope, over)
    if called is not None and called.library in ("string.gmatch", "io.lines", "gmatch", "lines"):
        return ANYTHING
    iterator = values.at(0)
    if isinstance(iterator, Function) and iterator.returns is not None:
        return Values((without_nil(iterator.returns[0]), *iterator.returns[1:]) if iterator.returns else (), ANY)
    return ANYTHING


def _of_pairs(scope: Scope, over: Type) -> Values:
    """The keys and values of a table."""
    if isinstance(over, Array):
        return Values((INTEGER if scope.snapshot.dialect.integers else NUMBER, over.element))
    if isinstance(over, Map):
        return Values((over.key, over.value))
    if isinstance(over, Tuple) and over.items:
        return Values((INTEGER, union(over.items)))
    if isinstance(over, Named):
        for rest in declared.indexer(scope, over):
            if not declared.fields(scope, over).keys() - {f"[{rest.key}]"}:
                return Values((rest.key, rest.value))
    return ANYTHING


def _loop(walk: Walk, start: int, end: int, body: Callable[[], None]) -> None:
    """Walk a loop's body, given as what happens from its head to its end."""
    written = _written_between(walk.scope.unit, start, end)
    if walk.environment is not None:
        for variable in written:
            key: Reference = (variable, ())
            if key in walk.environment:
                walk.environment[key] = widened(walk.environment[key])
    before = walk.environment
    # Fields that the loop assigns to, or calls that may, undo what is known of them before it.
    head = None if before is None else {key: kind for key, kind in before.items() if not key[1]}
    walk.loops += 1
    passes = 1 if not written or walk.loops > _DEEPEST_LOOP else _MOST_PASSES
    if head is not None and written and passes == 1:
        for variable in written:
            head[(variable, ())] = walk.annotated(variable) or UNKNOWN
    for number in range(passes):
        walk.environment = None if head is None else dict(head)
        walk.breaks.append([])
        body()
        left = walk.breaks.pop()
        again = joined([before, walk.environment])
        after = joined(left)
        if head is None or again is None or number == passes - 1:
            break
        changed = [v for v in written if (v, ()) in head and widened(again.get((v, ()), UNKNOWN)) != head[(v, ())]]
        if not changed:
            break
        for variable in changed:
            last = number == passes - 2
            kind = UNKNOWN if last else widened(again.get((variable, ()), UNKNOWN))
            head[(variable, ())] = kind if not last else walk.annotated(variable) or UNKNOWN
    walk.loops -= 1
    walk.environment = after


def _written_between(unit: Unit, start: int, end: int) -> list[Variable | bytes]:
    """What is assigned to between two offsets: variables of the unit that are declared before, and free names."""
    known = unit.memory.get("written variables")
    if not isinstance(known, list):
        facts = unit.facts
        uses: list[tuple[Variable | bytes, list[Use]]] = [(variable, variable.uses) for variable in facts.variables]
        uses += facts.free.items()
        known = [(use.node.start, root) for root, its in uses for use in its if use.access == WRITE]
        known.sort(key=lambda entry: entry[0])
        unit.memory["written variables"] = known
    found: dict[Variable | bytes, None] = {}
    for at in range(bisect_left(known, start, key=lambda entry: entry[0]), len(known)):
        place, variable = known[at]
        if place >= end:
            break
        if isinstance(variable, bytes) or variable.node.start < start:
            found[variable] = None
    return list(found)


HANDLERS: Final[dict[type[ast.Node], Callable[..., None]]] = {
    ast.While: _while,
    ast.Repeat: _repeat,
    ast.NumericFor: _numeric_for,
    ast.GenericFor: _generic_for,
}
