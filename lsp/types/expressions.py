"""Expressions: what type each has where it stands, and what evaluating it does to what is known.

Chains of operators, indices and calls, which may be long, are walked in loops.
Relies on `walk`, `conditions`, `calls`, `fields` and `operators`.
"""

from collections.abc import Callable
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import left_part
from lsp.types import casts, declared, narrowing, settled
from lsp.types.calls import call, type_arguments
from lsp.types.conditions import narrowed
from lsp.types.environment import Reference, copied, forget_fields, reference
from lsp.types.fields import element, field
from lsp.types.functions import of_node
from lsp.types.model import UNKNOWN, Function, Literal, Named, Type, members, substituted
from lsp.types.operators import BINARY_EVENTS, UNARY_EVENTS, binary, logical, unary
from lsp.types.relations import fits
from lsp.types.values import ANYTHING, Values
from lsp.types.walk import Walk


def evaluate_list(walk: Walk, exprs: list[ast.Expr]) -> Values:
    """The values of a list of expressions."""
    kinds: list[Type] = []
    for number, expr in enumerate(exprs):
        kind = evaluate(walk, expr)
        if number < len(exprs) - 1 or not isinstance(expr, (ast.Call, ast.MethodCall, ast.Vararg)):
            kinds.append(kind)
        elif isinstance(expr, ast.Vararg):
            return Values((*kinds, kind), kind)
        else:
            values = walk.flow.calls[expr].values if expr in walk.flow.calls else ANYTHING
            return Values((*kinds, kind, *values.first[1:]), values.rest)
    return Values(tuple(kinds))


def evaluate(walk: Walk, expr: ast.Expr) -> Type:
    handler = _EXPRESSIONS.get(type(expr))
    kind = UNKNOWN if handler is None else handler(walk, expr)
    if walk.has_casts:
        kind = _cast(walk, expr, kind)
    walk.flow.types[expr] = kind
    return kind


def _cast(walk: Walk, expr: ast.Expr, kind: Type) -> Type:
    """The type of an expression, or what a comment behind it says."""
    said = casts.behind(walk.scope.unit, walk.rest, expr)
    return kind if said is None else said


def _constant(walk: Walk, expr: ast.Expr) -> Type:
    found = narrowing.constant(expr)
    assert found is not None
    if isinstance(found, Literal) and found.basic == "integer" and not walk.scope.snapshot.dialect.integers:
        return Literal("number", found.text)
    return found


def _vararg(walk: Walk, expr: ast.Vararg) -> Type:
    return settled.of_vararg(walk.scope, walk.function)


def _name(walk: Walk, expr: ast.Name) -> Type:
    variable = walk.facts.variable_of.get(expr)
    key: Reference = (expr.name if variable is None else variable, ())
    if walk.environment is not None:
        known = walk.environment.get(key)
        if known is not None:
            return known
    return walk.settled(variable) if variable is not None else settled.of_free(walk.scope, expr)


def _function(walk: Walk, expr: ast.Function) -> Type:
    return of_node(walk.scope, expr)


def _spine(walk: Walk, expr: ast.Expr) -> Type:
    """The type of indices and calls that follow each other; a long chain of them is walked in a loop."""
    spine: list[ast.Index | ast.Call | ast.MethodCall] = []
    while isinstance(expr, (ast.Index, ast.Call, ast.MethodCall)):
        spine.append(expr)
        expr = left_part(expr)
    kind = evaluate(walk, expr)
    for node in reversed(spine):
        if isinstance(node, ast.Index):
            kind = _index(walk, node, kind)
        elif isinstance(node, ast.Call):
            kind = _called(walk, node, kind, None)
        else:
            kind = _method_call(walk, node, kind)
        if node is not spine[0]:
            if walk.has_casts:
                kind = _cast(walk, node, kind)
            walk.flow.types[node] = kind
    return kind


def _index(walk: Walk, expr: ast.Index, owner: Type) -> Type:
    key = evaluate(walk, expr.key)
    if walk.environment is not None and isinstance(expr.key, ast.String):
        named = reference(walk.facts, expr)
        known = None if named is None else walk.environment.get(named)
        if known is not None:
            return known
    if isinstance(expr.key, ast.String):
        return field(walk.scope, owner, expr.key.value)
    return element(walk.scope, owner, key)


def _paren(walk: Walk, expr: ast.Paren) -> Type:
    return evaluate(walk, expr.inner)


def _table(walk: Walk, expr: ast.Table) -> Type:
    for item in expr.items:
        if item.key is not None:
            evaluate(walk, item.key)
        evaluate(walk, item.value)
    return settled.of_table(walk.scope, expr)


def _unary(walk: Walk, expr: ast.Unary) -> Type:
    operand = evaluate(walk, expr.operand)
    found = _overloaded(walk, UNARY_EVENTS.get(expr.op, ""), operand, UNKNOWN)
    return found or unary(expr.op, operand, walk.scope.snapshot.dialect.integers)


def _overloaded(walk: Walk, event: str, left: Type, right: Type) -> Type | None:
    """What the class of an operand says that an operator gives; the left one is asked first."""
    for kind, other in ((left, right), (right, left)):
        if isinstance(kind, Named) and event:
            for wanted, result in declared.operators(walk.scope, kind, event):
                if fits(walk.scope, other, wanted):
                    return result
    return None


def _binary(walk: Walk, expr: ast.Binary) -> Type:
    spine: list[ast.Binary] = []
    node: ast.Expr = expr
    while isinstance(node, ast.Binary):
        spine.append(node)
        node = node.left
    left = evaluate(walk, node)
    for one_ in reversed(spine):
        if one_.op in ("and", "or"):
            before = walk.environment
            walk.environment = copied(narrowed(walk, before, one_.left, one_.op == "and"))
            right = evaluate(walk, one_.right)
            walk.environment = before
            left = logical(one_.op, declared.unaliased(walk.scope, left), right)
        else:
            right = evaluate(walk, one_.right)
            found = None
            if isinstance(left, Named) or isinstance(right, Named):
                found = _overloaded(walk, BINARY_EVENTS.get(one_.op, ""), left, right)
            left = found or binary(one_.op, left, right, walk.scope.snapshot.dialect)
        walk.flow.types[one_] = left
    return left


def _method_call(walk: Walk, expr: ast.MethodCall, owner: Type) -> Type:
    named = reference(walk.facts, expr.object)
    known = None
    if named is not None and walk.environment is not None:
        known = walk.environment.get((named[0], (*named[1], expr.name.value)))
    callee = known if known is not None else field(walk.scope, owner, expr.name.value)
    walk.flow.types[expr.name] = callee
    return _called(walk, expr, callee, owner)


def _called(walk: Walk, expr: ast.Call | ast.MethodCall, callee: Type, owner: Type | None) -> Type:
    arguments = evaluate_list(walk, expr.arguments)
    _expect(walk, expr, callee, owner, arguments)
    found = call(walk.scope, expr, callee, owner, arguments)
    walk.flow.calls[expr] = found
    if walk.environment is not None and not found.is_harmless:
        forget_fields(walk.environment, walk.stable)
    return found.values.at(0)


def _expect(walk: Walk, expr: ast.Call | ast.MethodCall, callee: Type, owner: Type | None, given: Values) -> None:
    """Note what functions a call wants for the function expressions among its arguments."""
    if not isinstance(callee, Function) or not any(isinstance(one, ast.Function) for one in expr.arguments):
        return
    bound = type_arguments(walk.scope, callee, Values((owner, *given.first)) if owner is not None else given)
    parameters = callee.parameters
    if (callee.is_method and owner is not None) or (owner is not None and parameters and not callee.is_method):
        parameters = parameters[1:]
    for parameter, argument in zip(parameters, expr.arguments, strict=False):
        if isinstance(argument, ast.Function):
            wanted = declared.resolved(walk.scope, substituted(parameter.type, bound))
            for member in members(wanted):
                if isinstance(member, Function):
                    walk.flow.expected[argument] = member


_EXPRESSIONS: Final[dict[type[ast.Node], Callable[..., Type]]] = {
    ast.Nil: _constant,
    ast.TrueLiteral: _constant,
    ast.FalseLiteral: _constant,
    ast.Number: _constant,
    ast.String: _constant,
    ast.Vararg: _vararg,
    ast.Name: _name,
    ast.Function: _function,
    ast.Index: _spine,
    ast.Paren: _paren,
    ast.Table: _table,
    ast.Unary: _unary,
    ast.Binary: _binary,
    ast.Call: _spine,
    ast.MethodCall: _spine,
}
