"""Which local variables are visible at a place.  Relies on `linking`."""

from lsp.analysis.links import links
from lsp.binding.facts import GLOBAL, FunctionFacts, Variable
from lsp.documents.snapshot import Snapshot


def visible(snapshot: Snapshot, offset: int) -> dict[bytes, tuple[int, Variable]]:
    """The variables that a name could mean at an offset, with their units; the innermost of each name."""
    found: dict[bytes, tuple[int, Variable]] = {}
    at = snapshot.unit_at(offset)
    for name, declared in links(snapshot).exports.items():
        before = [entry for entry in declared if entry[0] < at]
        if before and before[-1][1].kind != GLOBAL:
            found[name] = before[-1]
    place = offset - snapshot.shift(at)
    for variable in snapshot.units[at].facts.variables:
        if variable.start <= place <= variable.end and variable.name:
            found[variable.name] = (at, variable)
    return found


def function_around(snapshot: Snapshot, offset: int) -> tuple[int, FunctionFacts]:
    """The innermost function that holds an offset, and its unit; the top level, if none does."""
    at = snapshot.unit_at(offset)
    facts = snapshot.units[at].facts
    place = offset - snapshot.shift(at)
    innermost = facts.main
    for function in facts.functions:
        node = function.node
        if node is not None and node.start <= place <= node.end:
            innermost = function  # functions come in the order of the text: an inner one after its outer one
    return at, innermost
