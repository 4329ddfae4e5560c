"""Statements without the loops: assignments, declarations, `if`, and what ends a way.

Relies on `walk`, `expressions` and `conditions`.
"""

from collections.abc import Callable
from typing import Final

from engine.syntax import ast
from lsp.analysis.paths import makes_class
from lsp.binding.facts import WRITE, Variable
from lsp.types import declared, settled
from lsp.types.conditions import narrowed
from lsp.types.environment import Environment, copied, forget_reference, joined, reference
from lsp.types.expressions import evaluate, evaluate_list
from lsp.types.functions import of_node
from lsp.types.model import NIL, UNKNOWN, Function, Named, Type, is_unknown, members, optional, union, without_nil
from lsp.types.walk import Walk


def _local(walk: Walk, node: ast.Local) -> None:
    values = evaluate_list(walk, node.values)
    for number, attributed in enumerate(node.names):
        variable = walk.facts.variable_of.get(attributed.name)
        if variable is None:
            continue
        value = values.at(number) if node.values else NIL
        noted = settled.annotated(walk.scope, variable)
        if noted is not None:
            if number < len(node.values) and not isinstance(node.values[number], ast.Nil):
                walk.flow.promises[node.values[number]] = (noted, value)
            walk.flow.declared[variable] = noted
            walk.put((variable, ()), _assigned(walk, noted, value, bool(node.values)))
        else:
            if is_unknown(value) and number < len(node.values) and makes_class(node.values[number]):
                value = settled.of_path(walk.scope, variable)
            walk.flow.declared[variable] = value
            walk.put((variable, ()), value)


def _assigned(walk: Walk, noted: Type, value: Type, is_given: bool) -> Type:
    """What is known of a variable of a certain type that gets a value."""
    if not is_given or is_unknown(noted):
        return noted
    if is_unknown(value):
        return without_nil(noted)  # what comes from elsewhere is taken for what it should be
    open_ = declared.unaliased(walk.scope, noted)
    if value == NIL:
        return NIL if NIL in members(open_) else noted
    left = union(member for member in members(open_) if member != NIL)
    return noted if isinstance(open_, (Named, Function)) or not members(left) else left


def _local_function(walk: Walk, node: ast.LocalFunction) -> None:
    variable = walk.facts.variable_of.get(node.name)
    if variable is not None:
        kind = of_node(walk.scope, node.function)
        walk.flow.types[node.function] = kind
        walk.flow.declared[variable] = kind
        walk.put((variable, ()), kind)


def _function_statement(walk: Walk, node: ast.FunctionStat) -> None:
    kind = of_node(walk.scope, node.function)
    walk.flow.types[node.function] = kind
    if isinstance(node.target, ast.Index):
        evaluate(walk, node.target.object)
    _assign_to(walk, node.target, kind)


def _assign(walk: Walk, node: ast.Assign) -> None:
    values = evaluate_list(walk, node.values)
    for target in node.targets:
        if isinstance(target, ast.Index):
            evaluate(walk, target.object)
            evaluate(walk, target.key)
    for number, target in enumerate(node.targets):
        if number < len(node.values):
            wanted = _wanted(walk, target)
            if wanted is not None:
                walk.flow.promises[node.values[number]] = (wanted, values.at(number))
        _assign_to(walk, target, values.at(number))


def _wanted(walk: Walk, target: ast.Expr) -> Type | None:
    """The type that annotations give to the target of an assignment."""
    if isinstance(target, ast.Name):
        return walk.annotated(walk.facts.variable_of.get(target, target.name))
    if isinstance(target, ast.Index) and isinstance(target.key, ast.String):
        owner = declared.resolved(walk.scope, walk.flow.types.get(target.object, UNKNOWN))
        if isinstance(owner, Named):
            found = declared.fields(walk.scope, owner).get(target.key.value.decode("utf-8", "replace"))
            return None if found is None else optional(found.type)  # what is taken away becomes nil
    return None


def _assign_to(walk: Walk, target: ast.Expr, value: Type) -> None:
    if walk.environment is None:
        return
    key = reference(walk.facts, target)
    if key is None:
        if isinstance(target, ast.Index):
            for other in list(walk.environment):
                if other[1]:
                    del walk.environment[other]  # any field may be meant
        return
    forget_reference(walk.environment, key)
    root = key[0]
    if not key[1]:
        noted = walk.annotated(root)
        if noted is not None:
            value = _assigned(walk, noted, value, True)
    if not is_unknown(value) or (not key[1] and isinstance(root, Variable)):
        walk.put(key, value)


def _call_statement(walk: Walk, node: ast.CallStat) -> None:
    evaluate(walk, node.call)
    called = walk.flow.calls.get(node.call)
    if called is None:
        return
    if called.library == "assert" and isinstance(node.call, ast.Call) and node.call.arguments:
        walk.environment = narrowed(walk, walk.environment, node.call.arguments[0], True)
    if called.never_returns:
        walk.environment = None


def _do(walk: Walk, node: ast.Do) -> None:
    walk.block(node.body)


def _if(walk: Walk, node: ast.If) -> None:
    ends: list[Environment | None] = []
    for clause in node.clauses:
        evaluate(walk, clause.condition)
        otherwise = copied(narrowed(walk, walk.environment, clause.condition, False))
        walk.environment = copied(narrowed(walk, walk.environment, clause.condition, True))
        walk.block(clause.body)
        ends.append(walk.environment)
        walk.environment = otherwise
    if node.orelse is not None:
        walk.block(node.orelse)
    ends.append(walk.environment)
    walk.environment = joined(ends)


def _return(walk: Walk, node: ast.Return) -> None:
    values = evaluate_list(walk, node.values)
    if walk.environment is not None or node not in walk.flow.returns:
        walk.flow.returns[node] = values
        for number, value in enumerate(node.values):
            if number < len(walk.promised):
                walk.flow.promises[value] = (walk.promised[number], values.at(number))
    walk.environment = None


def _break(walk: Walk, node: ast.Break) -> None:
    if walk.breaks:
        walk.breaks[-1].append(walk.environment)
    walk.environment = None


def _goto(walk: Walk, node: ast.Goto) -> None:
    walk.waiting.setdefault(node.label, []).append(walk.environment)
    walk.environment = None


def _label(walk: Walk, node: ast.Label) -> None:
    coming = walk.waiting.pop(node.name, [])
    for label in walk.facts.labels:
        if label.node is node and any(jump.start > node.start for jump in label.jumps):
            walk.environment = {}  # whatever comes back may have changed everything
            for variable in walk.facts.variables:
                if variable.function is walk.function and any(use.access == WRITE for use in variable.uses):
                    walk.environment[(variable, ())] = settled.annotated(walk.scope, variable) or UNKNOWN
            return
    walk.environment = joined([walk.environment, *coming])


HANDLERS: Final[dict[type[ast.Node], Callable[..., None]]] = {
    ast.Local: _local,
    ast.LocalFunction: _local_function,
    ast.FunctionStat: _function_statement,
    ast.Assign: _assign,
    ast.CallStat: _call_statement,
    ast.Do: _do,
    ast.If: _if,
    ast.Return: _return,
    ast.Break: _break,
    ast.Goto: _goto,
    ast.Label: _label,
}
