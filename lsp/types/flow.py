"""Flow: one walk through a function that finds the type of every expression where it stands.

Assignments and conditions change what is known from there on; where ways meet, types are joined; loops are walked
again until nothing changes.  A function inside another is walked on its own, when it is asked about.
Relies on `walk` and the steps that it takes: `statements`, `loops`.
"""

from typing import Final

from engine.syntax import ast
from lsp.binding.facts import FunctionFacts
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit
from lsp.types import loops, statements
from lsp.types.doubts import UnitMemory
from lsp.types.memory import Memory
from lsp.types.model import UNKNOWN, Type
from lsp.types.scope import Scope
from lsp.types.walk import Flow, Handlers, Walk
from lsp.workspace.project import Project

_MOST_WALKS: Final = 20  # each waiting for the next one
_HANDLERS: Final[Handlers] = {**statements.HANDLERS, **loops.HANDLERS}


def type_in(scope: Scope, expr: ast.Expr) -> Type:
    """The type of an expression of the scope's unit."""
    flow = flow_of(scope, function_around(scope.unit, expr))
    if flow is None:
        return UNKNOWN
    return flow.types.get(expr, UNKNOWN)


def function_around(unit: Unit, node: ast.Node) -> FunctionFacts:
    """The innermost function that a node is in; a function's own node is in the one around."""
    facts = unit.facts
    innermost = facts.main
    for function in facts.functions:
        body = function.node
        assert body is not None
        if body.start <= node.start < body.end and body is not node:
            innermost = function
        elif body.start > node.start:
            break
    return innermost


class _TooManyWalksError(Exception):
    """A walk that has to wait for another one, which is for later: too many wait already."""

    def __init__(self, scope: Scope, function: FunctionFacts) -> None:
        super().__init__()
        self.scope: Final = scope
        self.function: Final = function


def flow_of(scope: Scope, function: FunctionFacts) -> Flow | None:
    """The walk through a function; None if that is too deep, or going on right now."""
    if scope.depth <= 0:
        return None
    waiting = [(scope, function)]
    while True:
        try:
            found = _flow_of(*waiting[-1])
        except _TooManyWalksError as walk:
            if scope.memory.walks:
                raise
            waiting.append((walk.scope, walk.function))  # first, and with nothing in progress that waits for it
            continue
        waiting.pop()
        if not waiting:
            return found


def _flow_of(scope: Scope, function: FunctionFacts) -> Flow | None:
    memory = scope.memory.of(scope.snapshot, scope.at)
    key = ("flow", function, scope.depth)
    found = memory.results.get(key)
    if isinstance(found, Flow):
        with scope.memory.working_on(memory):
            pass  # whoever asks depends on the unit
        return found if found.is_done else None
    if scope.memory.walks == _MOST_WALKS:
        raise _TooManyWalksError(scope, function)
    flow = Flow(function)
    memory.results[key] = flow
    scope.memory.walks += 1
    try:
        with scope.memory.working_on(memory):
            Walk(scope, function, flow, _HANDLERS).all()
    finally:
        scope.memory.walks -= 1
        if not flow.is_done:
            del memory.results[key]
    return flow


def walks_as_before(project: Project, memory: Memory, snapshot: Snapshot, at: int, former: UnitMemory) -> bool:
    """Whether the walks through a unit's functions find what they found when `former` was known of it."""
    for key, before in former.results.items():
        if isinstance(before, Flow) and isinstance(key, tuple):
            _, function, depth = key
            now = flow_of(Scope(project, memory, snapshot, at, depth), function)
            if now is None or not now.is_like(before):
                return False
    return True
