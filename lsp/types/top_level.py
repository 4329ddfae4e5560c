"""The top level as one flow: what is known where a statement begins, from the statements before it.

Each statement of the top level is a unit that is walked on its own.  What one finds out about a variable is handed on
to the next that names it: from the declaration through all that assign to the variable or check it.  Only variables
that no function assigns to are followed, and only in files without `goto` between statements of the top level.
Relies on `links` and on the flow of the earlier statements.
"""

from typing import Final, NamedTuple

from lsp.analysis.links import later_writes, links
from lsp.binding import facts as kinds
from lsp.binding.facts import WRITE, Variable
from lsp.documents.snapshot import Snapshot
from lsp.types.environment import Environment
from lsp.types.scope import DEPTH, Scope
from lsp.types.visible import JUMPS, tested

_MOST_STEPS: Final = 100  # statements that change what is known of one variable


class Entry(NamedTuple):
    """What is known where a unit begins, and the names of all variables that are followed."""

    environment: Environment
    names: frozenset[bytes]


def entry_of(scope: Scope) -> Entry:
    """What is known of earlier units' variables where the scope's unit begins."""
    from lsp.types.flow import flow_of  # which needs this

    scope.memory.note_name(JUMPS)
    found: Environment = {}
    names: set[bytes] = set()
    if scope.depth < DEPTH or _has_jumps(scope.snapshot):
        return Entry(found, frozenset())
    linked = links(scope.snapshot)
    for name, uses in scope.facts.free.items():
        if not any(use.function is scope.facts.main for use in uses):
            continue
        declared = linked.lookup(name, scope.at)
        if declared is None:
            continue
        scope.memory.note_name(name)
        steps = [at for at in _steps(scope.snapshot, *declared) if at < scope.at]
        if not steps or len(steps) > _MOST_STEPS:
            continue
        names.add(name)
        flow = None
        for at in steps:  # in the order of the text: then none has to ask for many before it
            there = scope.elsewhere(scope.snapshot, at)
            flow = flow_of(there, there.facts.main)
        kind = None if flow is None else flow.leaving.get(name)
        if kind is not None:
            found[(name, ())] = kind
    return Entry(found, frozenset(names))


def _has_jumps(snapshot: Snapshot) -> bool:
    found = snapshot.memory.get(JUMPS)
    if not isinstance(found, bool):
        found = snapshot.memory[JUMPS] = any(unit.facts.open_jumps for unit in snapshot.units)
    return found


def _steps(snapshot: Snapshot, home: int, variable: Variable) -> list[int]:
    """The units that declare, check and assign to a variable, in order; none, if others assign to it as well."""
    known = snapshot.memory.setdefault("steps", {})
    assert isinstance(known, dict)
    steps: list[int] | None = known.get(variable)
    if steps is None:
        steps = known[variable] = _find_steps(snapshot, home, variable) if is_followed(snapshot, variable) else []
    return steps


def is_followed(snapshot: Snapshot, variable: Variable) -> bool:
    """Whether all that assigns to a variable of the top level are statements of the top level."""
    if not variable.exported or variable.kind == kinds.GLOBAL or variable.function.node is not None:
        return False
    if any(use.access == WRITE and use.function.node is not None for use in variable.uses):
        return False
    return all(use.function.node is None for _, use in later_writes(snapshot).get(variable, ()))


def _find_steps(snapshot: Snapshot, home: int, variable: Variable) -> list[int]:
    linked = links(snapshot)
    steps = {home, *(at for at, _ in later_writes(snapshot).get(variable, ()))}
    testing = _testing(snapshot).get(variable.name, ())
    steps.update(at for at in testing if linked.lookup(variable.name, at) == (home, variable))
    return sorted(steps)


def _testing(snapshot: Snapshot) -> dict[bytes, list[int]]:
    """The units whose conditions, or casts, are about a name."""
    found = snapshot.memory.get("testing")
    if not isinstance(found, dict):
        found = dict[bytes, list[int]]()
        for at, unit in enumerate(snapshot.units):
            for name in tested(unit):
                found.setdefault(name, []).append(at)
        snapshot.memory["testing"] = found
    return found
