"""Verifying a history: going back over all of it and forward again must lead through the states that the run had."""

from typing import Final, final

from engine.history.state import state_hash
from engine.history.timeline import History

MARKS: Final = 64
"""About how many moments a verification compares."""

DEEP: Final = 50_000
"""Registers of a stack that makes a moment dear to write down."""

WORK: Final = 2_000_000
"""Registers that a verification writes down, all its moments together, before it passes moments over."""


@final
class Verification:
    """Of a machine's history.  `every` is how many steps lie between two marks that the run is to make; 0 for none."""

    def __init__(self, history: History) -> None:
        self._history: Final = history
        self._marks: dict[int, str] = {}
        self.every: int = 0

    def mark(self) -> None:
        """Keep the state hash of the present moment, for `verify` to compare with; about 64 are kept.

        Moments with a very deep stack are passed over: writing them down takes long.
        """
        if self._history.machine.current.free_index() > DEEP:
            return
        self._marks[self._history.machine.t] = state_hash(self._history.machine)
        if len(self._marks) >= 2 * MARKS:
            self._marks = {t: known for at, (t, known) in enumerate(self._marks.items()) if at % 2}
            self.every *= 2

    def run(self) -> int | None:
        """Walk back to the oldest step and forward again, comparing state hashes at some 64 moments on the way.

        A moment is compared with what it was when the program ran, if that was marked, and with what it was going
        backward.  Where stacks are very deep fewer moments are compared.  Returns the first t whose state differs,
        None if none does.  Leaves the machine at the newest moment.
        """
        oldest, newest = self._history.oldest, self._history.newest
        self._history.seek(newest)
        moments = {t for t in self._marks if oldest <= t <= newest}
        moments.update(range(newest, oldest, -max(1, (newest - oldest) // MARKS)))
        moments.add(oldest)
        wrong: int | None = None
        hashes: dict[int, str] = {}
        deep = 0
        for t in sorted(moments, reverse=True):
            self._history.seek(t)
            deep += self._history.machine.current.free_index()
            if deep > WORK and oldest < t < newest:
                continue
            hashes[t] = state_hash(self._history.machine)
            if self._marks.get(t, hashes[t]) != hashes[t]:
                wrong = t
        for t in sorted(hashes):
            self._history.seek(t)
            if (wrong is None or t < wrong) and state_hash(self._history.machine) != hashes[t]:
                wrong = t
        self._history.seek(newest)
        return wrong
