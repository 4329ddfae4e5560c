"""Bookmarks: moments of the run that the user has named by a letter, with a note."""

from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

LETTERS: Final = ascii_lowercase


@dataclass(frozen=True)
class Bookmark:
    letter: str
    t: int
    place: str
    note: str


class Bookmarks:
    """At most one a moment, and one a letter."""

    def __init__(self) -> None:
        self._by_t: dict[int, Bookmark] = {}

    def all(self) -> list[Bookmark]:
        """By time."""
        return [self._by_t[t] for t in sorted(self._by_t)]

    def at(self, t: int) -> Bookmark | None:
        return self._by_t.get(t)

    def named(self, letter: str) -> Bookmark | None:
        return next((one for one in self._by_t.values() if one.letter == letter), None)

    def add(self, t: int, place: str, note: str) -> Bookmark | None:
        """Mark a moment, or give its bookmark another note; None when all letters are taken."""
        before = self._by_t.get(t)
        used = {one.letter for one in self._by_t.values()}
        letter = before.letter if before is not None else next((one for one in LETTERS if one not in used), "")
        if not letter:
            return None
        added = self._by_t[t] = Bookmark(letter, t, place, note)
        return added

    def remove(self, t: int) -> None:
        self._by_t.pop(t, None)
