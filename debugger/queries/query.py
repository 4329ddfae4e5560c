"""A question about a stretch of the run, and how it is answered: slice by slice, while the run is replayed.

`Query` is what a front end holds: it advances, has results so far, can be cancelled, and leads back to the moment at
which it began.  What a query does is a generator that yields results, and None where a slice of work is over.
"""

from collections.abc import Callable, Generator, Iterator
from typing import Final, Generic, TypeVar

from engine.history.timeline import History
from engine.runtime.polling import BrokenOff

R = TypeVar("R")

RESULTS: Final = 100
"""Results at most of what is worked on at once: to find out about one may take a seek or two."""

Work = Generator[R | None, None, None]
"""Yields results in the order of time, and None at least every `sweep.SLICE` steps."""


class Query(Generic[R]):
    """An answer in the making.

    While it is advanced the machine stands where the query works, not where the user looked; it is back there when the
    query `is_done`, whether it came to its end or was cancelled.  Iterating runs it, result by result.
    """

    def __init__(self, history: History, work: Work[R], start: int, end: int) -> None:
        self.found: list[R] = []
        self.is_done = False
        self.is_cancelled = False
        self.start = start  # the stretch of time that is looked through, in steps
        self.end = end
        self._history = history
        self._work = work
        self._origin = int(history.machine.t)
        self._reached = start

    @property
    def progress(self) -> float:
        """How far the query is, from 0 to 1."""
        if self.is_done:
            return 1.0
        return min(1.0, (self._reached - self.start) / max(self.end - self.start, 1))

    def advance(self, slices: int = 1) -> list[R]:
        """Work on, for some slices of time or RESULTS; the results that this found.  Raises Divergence."""
        new: list[R] = []
        while slices > 0 and len(new) < RESULTS and not self.is_done:
            self._history.can_be_given_up = True
            try:
                result = next(self._work)
            except StopIteration:
                self._go_home()
                break
            except BrokenOff:  # a replay has been given up
                self.cancel()
                break
            except BaseException:
                self._go_home()
                raise
            finally:
                self._history.can_be_given_up = False
            if result is None:
                slices -= 1
                self._reached = max(self._reached, min(int(self._history.machine.t), self.end))
            else:
                new.append(result)
        self.found += new
        return new

    def cancel(self) -> None:
        """Give the query up; what it has found stays."""
        if not self.is_done:
            self.is_cancelled = True
            self._go_home()

    def _go_home(self) -> None:
        self.is_done = True
        self._history.can_be_given_up = False
        self._work.close()
        self._history.seek(self._origin)

    def __iter__(self) -> Iterator[R]:
        """The results, those found already first.  One who stops early should `cancel`."""
        at = 0
        while True:
            while at < len(self.found):
                yield self.found[at]
                at += 1
            if self.is_done:
                return
            self.advance()

    def all(self) -> list[R]:
        """All results."""
        return list(self)

    def first(self) -> R | None:
        """The first result; the query is over then."""
        for result in self:
            self.cancel()
            return result
        return None

    def where(self, holds: Callable[[R], bool]) -> "Query[R]":
        """The same query, with the results alone for which `holds` is true; it takes the place of this one."""

        def filtered() -> Work[R]:
            try:
                for result in self._work:
                    if result is None or holds(result):
                        yield result
            finally:
                self._work.close()

        return Query(self._history, filtered(), self.start, self.end)
