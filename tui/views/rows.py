"""Rows that are made when they are asked for: what a list is to a pane, where it would be long."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

R = TypeVar("R", covariant=True)


class Rows(Sequence[R]):
    """`row` makes the row of a number that is in range."""

    @abstractmethod
    def row(self, at: int) -> R: ...

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> list[R]: ...
    def __getitem__(self, at: int | slice) -> R | list[R]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.row(at)
