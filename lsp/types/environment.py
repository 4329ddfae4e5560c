"""What is known of variables and fields at one place of a function, as flow comes by.

A *reference* names a variable (or a global, by its name) and the constant keys that lead on from it.
Relies on `model`.
"""

from typing import Final

from engine.syntax import ast
from lsp.binding.facts import Facts, Variable
from lsp.types.model import Type, has_nil, may_be_false, members, union

_MOST_KEYS: Final = 8

Reference = tuple[Variable | bytes, tuple[bytes, ...]]
Environment = dict[Reference, Type]
"""Types that differ from what is said of the thing elsewhere; a place that nothing leads to has none."""


def reference(facts: Facts, expr: ast.Expr) -> Reference | None:
    """What an expression refers to, if it is a variable or a chain of constant keys."""
    keys: list[bytes] = []
    while isinstance(expr, ast.Index) and isinstance(expr.key, ast.String) and len(keys) < _MOST_KEYS:
        keys.append(expr.key.value)
        expr = expr.object
    while isinstance(expr, ast.Paren):
        expr = expr.inner
    if not isinstance(expr, ast.Name):
        return None
    variable = facts.variable_of.get(expr)
    return (expr.name if variable is None else variable), tuple(reversed(keys))


def joined(environments: list[Environment | None]) -> Environment | None:
    """What is known where several ways meet."""
    alive = [one for one in environments if one is not None]
    if not alive:
        return None
    first, *others = alive
    found: Environment = {}
    for key, kind in first.items():
        kinds = [kind]
        for other in others:
            theirs = other.get(key)
            if theirs is None:
                break
            if theirs is not kind:
                kinds.append(theirs)
        else:
            found[key] = kind if len(kinds) == 1 else union(kinds)
    return found


def copied(environment: Environment | None) -> Environment | None:
    """What is known where ways part: each goes on with its own."""
    return None if environment is None else dict(environment)


def forget_reference(environment: Environment, changed: Reference) -> None:
    """Something was assigned to: what is known of it, of what it leads to, and of fields of its name is void."""
    root, keys = changed
    for key in list(environment):
        if key[0] == root and key[1][: len(keys)] == keys:
            del environment[key]
        elif keys and key[1] and keys[-1] in key[1]:
            del environment[key]  # the same table may have another name


def forget_fields(environment: Environment, stable: set[Variable | bytes]) -> None:
    """Something was called that may assign to fields and to variables of others.

    That a field is not nil is still taken for true: to check it again after every call would be asking too much.
    """
    for key, kind in list(environment.items()):
        if key[1] or key[0] not in stable:
            if has_nil(kind) or not members(kind) or any(may_be_false(one) for one in members(kind)):
                del environment[key]
