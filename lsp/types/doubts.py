"""What is known of units, what of it is forgotten after an edit, and what is in doubt.

What depends on an edited unit, or on a name that it touches, is forgotten.  What depends on something forgotten is in
doubt; if what was forgotten turns out as it was, that ends there: else the next ones are forgotten, and so on.
Relies on nothing: what `is as it was` means is for others to say.
"""

from collections.abc import Callable, Iterable
from typing import Final

from lsp.documents.units import Unit


class Dependencies:
    """What something that was found out depends on."""

    def __init__(self) -> None:
        self.units: Final[set[Unit]] = set()
        self.names: Final[set[bytes]] = set()


class UnitMemory(Dependencies):
    """What is known of one unit; what lies under which key is the business of whoever puts it there."""

    def __init__(self, unit: Unit, uri: str, made: int) -> None:
        super().__init__()
        self.unit: Final = unit
        self.uri: Final = uri
        self.made: Final = made
        """The generation of the project in which it was begun."""
        self.is_in_doubt = False
        self.results: Final[dict[object, object]] = {}


class Known:
    """What is known of each unit."""

    def __init__(self) -> None:
        self._known: Final[dict[Unit, UnitMemory]] = {}
        self._former: Final[dict[Unit, UnitMemory]] = {}
        """What was forgotten of units that are still there, until it has been compared with what is found anew."""

    def __len__(self) -> int:
        return len(self._known)

    def get(self, unit: Unit) -> UnitMemory | None:
        """What is known of a unit, be it in doubt."""
        return self._known.get(unit)

    def put(self, memory: UnitMemory) -> None:
        """Begin to know something of a unit."""
        self._known[memory.unit] = memory

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._former.clear()

    def forget(self, touched: set[bytes], gone: set[Unit]) -> None:
        """Forget what an edit makes void: units are `gone` that are no more, or may be others; names are `touched`."""
        lost = {unit for unit, one in self._known.items() if not gone.isdisjoint(one.units)}
        if touched:
            lost.update(unit for unit, one in self._known.items() if not touched.isdisjoint(one.names))
        lost -= gone
        for unit in gone:
            self._known.pop(unit, None)
            self._former.pop(unit, None)
        if lost:
            self._forget(lost)

    def _forget(self, lost: set[Unit]) -> None:
        behind = self._dependents()
        waiting = [dropped for unit in lost for dropped in self.drop(unit)]
        while waiting:
            for unit in behind.get(waiting.pop(), ()):
                one = self._known.get(unit)
                if one is not None and not one.is_in_doubt:
                    one.is_in_doubt = True
                    waiting.append(unit)

    def _dependents(self) -> dict[Unit, list[Unit]]:
        found: dict[Unit, list[Unit]] = {}
        for unit, one in self._known.items():
            for needed in one.units:
                if needed is not unit:
                    found.setdefault(needed, []).append(unit)
        return found

    def drop(self, unit: Unit) -> list[Unit]:
        """Forget what is known of a unit; what depends on it is in doubt, or to be forgotten as well.

        If it was forgotten before, and what was found since has not been compared, nobody may rely on that.
        """
        dropped: list[Unit] = []
        waiting = [unit]
        while waiting:
            unit = waiting.pop()
            one = self._known.pop(unit, None)
            if one is None:
                continue
            dropped.append(unit)
            if unit in self._former:
                waiting += [other for other, its in self._known.items() if unit in its.units]
            else:
                self._former[unit] = one
        return dropped

    def resolve(self, unit: Unit, is_as_before: Callable[[UnitMemory], bool]) -> None:
        """Find out whether what is known of a unit in doubt still holds; if not, forget it.

        `is_as_before` finds out anew what was forgotten of a unit, and compares.
        """
        doubted = self._behind_doubt(unit)
        while True:
            forgotten = next((one for one in doubted if one in self._former), None)
            if forgotten is None:
                break
            former = self._former[forgotten]
            same = is_as_before(former)
            self._former.pop(forgotten, None)
            if not same:
                now = self._known.get(forgotten)
                for one in self._relying_on(forgotten, now):
                    self.drop(one)
        for one in doubted:
            known = self._known.get(one)
            if known is not None:
                known.is_in_doubt = False

    def _behind_doubt(self, unit: Unit) -> list[Unit]:
        """A unit in doubt with all that it is in doubt for, the farthest first."""
        found: dict[Unit, None] = {}
        waiting = [unit]
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            found[one] = None
            memory = self._known.get(one)
            if memory is not None and memory.is_in_doubt:
                waiting += [needed for needed in memory.units if needed in self._former or self._is_in_doubt(needed)]
        return list(reversed(found))

    def _is_in_doubt(self, unit: Unit) -> bool:
        one = self._known.get(unit)
        return one is not None and one.is_in_doubt

    def _relying_on(self, unit: Unit, now: UnitMemory | None) -> Iterable[Unit]:
        """What was found out by what was known of a unit before."""
        return [
            other
            for other, one in self._known.items()
            if other is not unit and unit in one.units and (now is None or one.made < now.made or one.is_in_doubt)
        ]
