"""What the rest of a file can see of a unit: what it declares, assigns and promises, not how it does it.

While this stays the same, what was found out about the other units holds as far as can be told without looking.
Relies on facts and on `linking`.
"""

import re
from typing import Final

from engine.syntax import ast
from engine.syntax.nodes import dotted
from lsp.analysis.links import links
from lsp.binding.facts import READ, WRITE
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit

_ANNOTATION: Final = re.compile(rb"---[^\n]*")
_KEY: Final = "interface"


def interface(snapshot: Snapshot) -> int:
    """A number for what the units of a file show of themselves and use of each other."""
    linked = links(snapshot)
    used = frozenset(name for name in linked.exports if name in linked.users)
    jumps = frozenset(jump.label for unit in snapshot.units for jump in unit.facts.open_jumps)
    return hash((used, jumps, *(_of_unit(unit) for unit in snapshot.units)))


def _of_unit(unit: Unit) -> int:
    found = unit.memory.get(_KEY)
    if not isinstance(found, int):
        facts = unit.facts
        found = hash(
            (
                tuple((one.name, one.kind, one.attrib, _value(one.value)) for one in facts.exports),
                frozenset(
                    (name, _value(use.value)) for name, uses in facts.free.items() for use in uses if use.access != READ
                ),
                frozenset(
                    (use.key.value, dotted(use.object), use.is_method, _value(use.value))
                    for use in facts.fields
                    if use.access == WRITE
                ),
                tuple(label.name for label in facts.top_labels),
                tuple(_ANNOTATION.findall(unit.text)) if b"---" in unit.text else (),
                isinstance(unit.statement, ast.Return),
            )
        )
        unit.memory[_KEY] = found
    return found


def _value(value: ast.Expr | None) -> object:
    """What a value shows of itself: its kind, and of a function the parameters."""
    if isinstance(value, ast.Function):
        return tuple(one.name for one in value.parameters), value.vararg is not None
    return None if value is None else type(value).__name__
