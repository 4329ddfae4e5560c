"""The branches of a session's time: runs that went on otherwise from some moment, each whole.

One is active: the session moves in it.  The others are kept as `engine.history.lines.Line`s, with what the session
itself knows of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from debugger.mover import Mover
from engine.history.lines import Line, LostLine
from engine.history.timeline import History


class NoBranch(Exception):  # noqa: N818  # it is an answer
    """There is no such branch, or none can be made."""


@dataclass(frozen=True)
class Branch:
    """A branch: it left its `parent` (a number; -1 for the first) after moment `forked_at`, and ends at `newest`."""

    number: int
    name: str
    parent: int
    forked_at: int
    newest: int
    is_active: bool


class Knowledge(Protocol):
    """What is known of a branch beside the machine: `save` gives it while the branch is active, `restore` takes it."""

    def save(self) -> object: ...

    def restore(self, saved: object) -> None: ...


@dataclass
class _Kept:
    name: str
    parent: int
    forked_at: int
    line: Line | None = None  # None while it is active
    known: list[object] = field(default_factory=list)
    exit_code: int | None = None


class Branches:
    """All branches.  `forget` is told the moment after which breakpoints know nothing of their hits any more."""

    def __init__(
        self, history: History, mover: Mover, knowledge: Sequence[Knowledge], forget: Callable[[int], None]
    ) -> None:
        self._history = history
        self._mover = mover
        self._knowledge = list(knowledge)
        self._forget = forget
        self._all = [_Kept("main", -1, 0)]
        self._active = 0

    def keep_with_each(self, knowledge: Knowledge) -> None:
        """Let a front end's own knowledge be kept with each branch, too.  Before there is a second one."""
        assert len(self._all) == 1
        self._knowledge.append(knowledge)

    def all(self) -> list[Branch]:
        """The branches, in the order in which they were made."""
        return [self._view(number) for number in range(len(self._all))]

    @property
    def active(self) -> Branch:
        return self._view(self._active)

    def find(self, name: str) -> Branch:
        """The branch of a name or number.  Raises NoBranch."""
        for number, kept in enumerate(self._all):
            if name in (kept.name, str(number)):
                return self._view(number)
        raise NoBranch(f"there is no branch {name!r}; there are {', '.join(one.name for one in self._all)}")

    def rename(self, number: int, name: str) -> None:
        """Give a branch another name.  Raises NoBranch if another has it, or if it is empty."""
        name = name.strip()
        if not name or any(one.name == name for at, one in enumerate(self._all) if at != number):
            raise NoBranch(f"a branch needs a name of its own, and {name!r} is none")
        self._all[number].name = name

    def fork(self) -> Branch:
        """Go on otherwise from the present moment: a new branch, now active, unless this is the newest moment."""
        t = int(self._history.machine.t)
        known = [one.save() for one in self._knowledge]
        line = self._history.branch()
        if line is None:
            return self.active
        self._leave(line, known)
        self._all.append(_Kept(self._free_name(), self._active, t))
        self._active = len(self._all) - 1
        self._mover.exit_code = None
        self._forget(t)
        return self.active

    def switch(self, number: int) -> Branch:
        """Go to the newest moment of another branch.  Raises NoBranch, where it was, if that is lost."""
        if number == self._active:
            return self.active
        kept = self._all[number]
        assert kept.line is not None
        self._history.seek(self._history.newest)
        known = [one.save() for one in self._knowledge]
        try:
            left = self._history.change_to(kept.line)
        except LostLine as lost:
            raise NoBranch(f"branch {kept.name!r}: {lost}") from None
        self._leave(left, known)
        kept.line = None
        self._mover.exit_code = kept.exit_code
        self._forget(self._parting(self._active, number))
        for one, saved in zip(self._knowledge, kept.known, strict=True):
            one.restore(saved)
        self._active = number
        return self.active

    def _leave(self, line: Line, known: list[object]) -> None:
        kept = self._all[self._active]
        kept.line = line
        kept.known = known
        kept.exit_code = self._mover.exit_code

    def _parting(self, one: int, other: int) -> int:
        """The last moment that two branches have in common."""
        ways: list[dict[int, int]] = []  # by ancestor: up to which moment the branch is one with it
        for number in (one, other):
            way: dict[int, int] = {}
            until = 1 << 62
            while number >= 0:
                way[number] = until
                until = min(until, self._all[number].forked_at)
                number = self._all[number].parent
            ways.append(way)
        return max(min(until, ways[1][number]) for number, until in ways[0].items() if number in ways[1])

    def _free_name(self) -> str:
        names = {one.name for one in self._all}
        number = 1
        while f"branch {number}" in names:
            number += 1
        return f"branch {number}"

    def _view(self, number: int) -> Branch:
        kept = self._all[number]
        newest = self._history.newest if kept.line is None else kept.line.newest
        return Branch(number, kept.name, kept.parent, kept.forked_at, newest, number == self._active)
