"""Lists of values: what a call, `...` or a list of expressions gives.  Relies on `model`."""

from collections.abc import Iterable
from typing import NamedTuple

from lsp.types.model import NIL, UNKNOWN, Type, union


class Values(NamedTuple):
    """Types of several values; `rest` is the type of any number of further ones, None if nil follows."""

    first: tuple[Type, ...]
    rest: Type | None = None

    def at(self, number: int) -> Type:
        """The type of value number `number`, counted from 0."""
        if number < len(self.first):
            return self.first[number]
        return NIL if self.rest is None else self.rest

    def after(self, count: int) -> "Values":
        """What comes behind some values."""
        return Values(self.first[count:], self.rest)


ANYTHING = Values((), UNKNOWN)
NOTHING = Values(())


def one(kind: Type) -> Values:
    """A single value."""
    return Values((kind,))


def either(lists: Iterable[Values]) -> Values:
    """What is one of several lists."""
    every = list(lists)
    if not every:
        return NOTHING
    size = max(len(values.first) for values in every)
    first = tuple(union(values.at(number) for values in every) for number in range(size))
    rests = [values.rest for values in every if values.rest is not None]
    return Values(first, union([*rests, NIL] if len(rests) < len(every) else rests) if rests else None)
