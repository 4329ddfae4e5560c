"""Numbers that the client gets for things of ours, and gives back to ask about them.

They are good until the program moves; numbers are never used again, so that an old one is known as such.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

from debugger.dap.dispatcher import Refused

T = TypeVar("T")


class Handles(Generic[T]):
    """Numbers for things of one kind."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._last = 0
        self._things: dict[int, T] = {}
        self._numbers: dict[Hashable, int] = {}

    def number(self, thing: T, key: Hashable = None) -> int:
        """A number for a thing; the same one for the same key, if there is one."""
        known = None if key is None else self._numbers.get(key)
        if known is not None:
            return known
        self._last += 1
        self._things[self._last] = thing
        if key is not None:
            self._numbers[key] = self._last
        return self._last

    def thing(self, number: int) -> T:
        """Raises Refused for a number that is not or no longer good."""
        try:
            return self._things[number]
        except KeyError:
            raise Refused(f"{self._what} {number} is not known: it is not of this stop") from None

    def is_outdated(self, number: int) -> bool:
        """Whether it was the number of something at an earlier stop."""
        return 0 < number <= self._last and number not in self._things

    def clear(self) -> None:
        self._things.clear()
        self._numbers.clear()
