"""Flaws of a file: what a compiler refuses although the grammar allows it, at all places where it would.

Which of them count is for the engine to say: dialects differ, and this module does not know how.
Relies on the facts of units and on `linking`.
"""

from collections.abc import Iterator

from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.binding.facts import WRITE, Flaw
from lsp.binding.jumps import no_label
from lsp.documents.snapshot import Snapshot


def flaws(snapshot: Snapshot) -> Iterator[Flaw]:
    """The flaws of a file, in its own offsets."""
    labels = {label.name for unit in snapshot.units for label in unit.facts.top_labels}
    for at, unit in enumerate(snapshot.units):
        shift = snapshot.shift(at)
        own = [no_label(jump) for jump in unit.facts.open_jumps if jump.label not in labels]
        for flaw in [*unit.facts.flaws, *own]:
            yield Flaw(flaw.message, flaw.start + shift, flaw.end + shift)
    yield from _constants(snapshot)


def _constants(snapshot: Snapshot) -> Iterator[Flaw]:
    """Assignments to constants of the top level in units after their own."""
    linked = links(snapshot)
    for at, unit in enumerate(snapshot.units):
        for variable in unit.facts.exports:
            if not variable.is_constant:
                continue
            for other in linked.users.get(variable.name, ()):
                if linked.declared(variable.name, other) != (at, variable):
                    continue
                shift = snapshot.shift(other)
                for use in snapshot.units[other].facts.free[variable.name]:
                    if use.access == WRITE:
                        message = f"attempt to assign to const variable '{text_of(variable.name)}'"
                        yield Flaw(message, use.node.start + shift, use.node.end + shift)
