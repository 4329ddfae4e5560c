"""Rules that look at types: what they find in a unit is kept as long as nothing changes that it depends on.

Relies on `lsp.types`.
"""

from collections.abc import Callable, Iterator

from lsp.rules.finding import Finding, View
from lsp.types import declared
from lsp.types.flow import flow_of
from lsp.types.model import NEVER, UNKNOWN, Type, is_unknown, members
from lsp.types.scope import Scope, scope_at
from lsp.types.walk import Flow


def in_flows(view: View, code: str, check: Callable[[Scope, Flow], Iterator[Finding]]) -> Iterator[Finding]:
    """What a rule finds in the functions of a file, one by one."""
    snapshot = view.snapshot
    for at, unit in view.units():
        if unit.statement is None:
            continue
        scope = scope_at(view.project, snapshot, at)
        memory = scope.memory.of(snapshot, at)
        key = ("rule", code)
        found = memory.results.get(key)
        if not isinstance(found, list):
            with scope.memory.working_on(memory):
                flows = [flow_of(scope, function) for function in [unit.facts.main, *unit.facts.functions]]
                found = [finding for flow in flows if flow is not None for finding in check(scope, flow)]
            memory.results[key] = found
        if found:
            shift = snapshot.shift(at)
            for finding in found:
                yield finding.moved(shift)


def certain(scope: Scope, kind: Type) -> tuple[Type, ...]:
    """All that a value may be, if that is known; else nothing."""
    kind = declared.resolved(scope, kind)
    every = members(kind)
    return () if kind == NEVER or is_unknown(kind) or any(is_unknown(one) or one == UNKNOWN for one in every) else every
