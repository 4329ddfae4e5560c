"""Links: the top-level variables of a file, and the units that leave their names open.

A free name means the variable of that name that an earlier unit declares at top level, or else a global.
Relies on the facts of units.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from lsp.binding import facts as kinds
from lsp.binding.facts import WRITE, Use, Variable
from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit


class Links:
    """The top-level variables of a snapshot, and the units that leave a name open."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.exports: Final[dict[bytes, list[tuple[int, Variable]]]] = {}
        self.users: Final[dict[bytes, list[int]]] = {}
        for at, unit in enumerate(snapshot.units):
            for name in unit.facts.free:
                self.users.setdefault(name, []).append(at)
            for variable in unit.facts.exports:
                self.exports.setdefault(variable.name, []).append((at, variable))

    def declared(self, name: bytes, unit: int) -> tuple[int, Variable] | None:
        """The last declaration of a name at top level before a unit, be it of a local or of a global."""
        found = self.exports.get(name)
        if found is None:
            return None
        at = bisect_left(found, unit, key=lambda entry: entry[0])
        return found[at - 1] if at > 0 else None

    def lookup(self, name: bytes, unit: int) -> tuple[int, Variable] | None:
        """The local variable that a free name of a unit means, and the unit that declares it."""
        found = self.declared(name, unit)
        return None if found is None or found[1].kind == kinds.GLOBAL else found

    def free_uses(self, snapshot: Snapshot, unit: int, variable: Variable) -> Iterator[tuple[int, Use]]:
        """The uses of a top-level variable in the units after its own."""
        for at in self.users.get(variable.name, ()):
            if at > unit and self.lookup(variable.name, at) == (unit, variable):
                for use in snapshot.units[at].facts.free[variable.name]:
                    yield at, use


def links(snapshot: Snapshot) -> Links:
    """The links of a snapshot, made once."""
    found = snapshot.memory.get(Links)
    if not isinstance(found, Links):
        found = Links(snapshot)
        snapshot.memory[Links] = found
    return found


def is_reassigned(snapshot: Snapshot, unit: int, variable: Variable) -> bool:
    """Whether a variable is assigned to after its declaration."""
    if any(use.access == WRITE for use in variable.uses):
        return True
    return variable.exported and bool(later_writes(snapshot).get(variable))


def later_writes(snapshot: Snapshot) -> dict[Variable, list[tuple[int, Use]]]:
    """Where units assign to the top-level variables of units before them."""
    found = snapshot.memory.get("later writes")
    if not isinstance(found, dict):
        found = dict[Variable, list[tuple[int, Use]]]()
        linked = links(snapshot)
        for at, unit in enumerate(snapshot.units):
            for name, uses in _free_writes(unit):
                declared = linked.lookup(name, at)
                if declared is not None:
                    found.setdefault(declared[1], []).extend((at, use) for use in uses)
        snapshot.memory["later writes"] = found
    return found


def _free_writes(unit: Unit) -> list[tuple[bytes, list[Use]]]:
    """The free names that a unit assigns to."""
    found = unit.memory.get("free writes")
    if not isinstance(found, list):
        found = list[tuple[bytes, list[Use]]]()
        for name, uses in unit.facts.free.items():
            writes = [use for use in uses if use.access == WRITE]
            if writes:
                found.append((name, writes))
        unit.memory["free writes"] = found
    return found
