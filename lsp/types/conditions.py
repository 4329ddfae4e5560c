"""What is known where a condition is true, or false.

A condition has been evaluated before: the types of what stands in it are in the flow.
Relies on `walk`, `narrowing` and `environment`.
"""

from collections.abc import Callable
from functools import partial

from engine.syntax import ast
from lsp.types import declared, narrowing
from lsp.types.environment import Environment, joined, reference
from lsp.types.model import FALSE, NIL, UNKNOWN, Type, members, truthy
from lsp.types.walk import Walk


def narrowed(walk: Walk, environment: Environment | None, expr: ast.Expr, is_true: bool) -> Environment | None:
    """What is known if a condition that has been evaluated is true, or false."""
    if environment is None:
        return None
    if isinstance(expr, ast.Paren):
        return narrowed(walk, environment, expr.inner, is_true)
    if isinstance(expr, ast.Unary) and expr.op == "not":
        return narrowed(walk, environment, expr.operand, not is_true)
    if isinstance(expr, ast.Binary):
        if expr.op in ("and", "or"):
            both = (expr.op == "and") == is_true
            first = narrowed(walk, environment, expr.left, is_true)
            if both:
                return narrowed(walk, first, expr.right, is_true)
            second = narrowed(walk, narrowed(walk, environment, expr.left, not is_true), expr.right, is_true)
            return joined([first, second])
        if expr.op in ("==", "~="):
            return _compared(walk, environment, expr, (expr.op == "==") == is_true)
        return environment
    if isinstance(expr, (ast.Name, ast.Index)):
        return _narrow(walk, environment, expr, truthy if is_true else narrowing.falsy_here)
    if isinstance(expr, ast.Call) and is_true and (test := walk.flow.calls.get(expr)) is not None:
        if test.library == "assert" and expr.arguments:
            return narrowed(walk, environment, expr.arguments[0], True)
    if isinstance(expr, (ast.TrueLiteral, ast.FalseLiteral, ast.Nil)):
        return environment if isinstance(expr, ast.TrueLiteral) == is_true else None
    return environment


def _compared(walk: Walk, environment: Environment, expr: ast.Binary, same: bool) -> Environment:
    for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
        tested = narrowing.type_test(side)
        if tested is not None and isinstance(other, ast.String):
            change = narrowing.is_type if same else narrowing.is_not_type
            return _narrow(walk, environment, tested, partial(change, name=other.value))
        value = narrowing.constant(other)
        if value is not None and isinstance(side, (ast.Name, ast.Index)):
            against = narrowing.is_equal if same else narrowing.is_not_equal
            return _narrow(walk, environment, side, partial(against, value=value))
    return environment


def _narrow(walk: Walk, environment: Environment, expr: ast.Expr, change: Callable[[Type], Type]) -> Environment:
    key = reference(walk.facts, expr)
    if key is None:
        return environment
    before = environment.get(key)
    if before is None:
        before = walk.flow.types.get(expr)
        if before is None:
            return environment
    after = change(declared.unaliased(walk.scope, before))
    if not members(after):
        after = UNKNOWN  # a check against what is said of it: then that is not so
    if after == before:
        return environment
    root = key[0]
    exact = not key[1] and walk.is_stable(root)
    if not exact and (NIL in members(after) or FALSE in members(after)):
        return environment  # a call in between may change it, and often is there for that
    return {**environment, key: after}
