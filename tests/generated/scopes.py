"""What a generated program knows at a point, the variables in sight with their types, and the choices made for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Final, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")

INTEGER: Final = "integer"
FLOAT: Final = "float"
STRING: Final = "string"
BOOLEAN: Final = "boolean"
ARRAY: Final = "array"
"""A sequence of integers, never with holes."""
RECORD: Final = "record"
"""A table whose fields `a` and `b` are integers."""
FUNCTION: Final = "function"
"""Takes up to three integers, returns at least one."""
GENERATOR: Final = "generator"
"""A wrapped coroutine: takes and gives integers until it is dead."""
OBJECT: Final = "object"
"""A table with every metamethod, and a method `bump`."""


@cache
def _integers(low: int, high: int) -> SearchStrategy[int]:
    return st.integers(low, high)


def drawn(draw: DrawFn) -> "Choices":
    """Choices that Hypothesis makes."""
    return Choices(lambda low, high: draw(_integers(low, high)))


def seeded(seed: int) -> "Choices":
    """Choices that follow from a number, made much faster."""
    random = Random(seed).random
    return Choices(lambda low, high: low + int(random() * (high - low + 1)))


class Choices:
    """Decisions of the generator, small ones first so that Hypothesis shrinks toward simple programs."""

    def __init__(self, number: Callable[[int, int], int]) -> None:
        self.number = number
        """Chooses a number between two, both included."""

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]

    def chance(self, of: int) -> bool:
        """True once in `of` times."""
        return self.number(0, of - 1) == of - 1


@dataclass
class Scope:
    """One block.  `fixed` are variables that are not assigned to."""

    function: bool
    varargs: bool
    types: dict[str, str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)


class Scopes:
    """The stack of blocks around a point of the program."""

    def __init__(self) -> None:
        self.stack: list[Scope] = []
        self.names = 0
        self.labels = 0

    def push(self, function: bool = False, varargs: bool = False) -> None:
        self.stack.append(Scope(function, varargs))

    def pop(self) -> None:
        self.stack.pop()

    def fresh_name(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def label(self) -> str:
        self.labels += 1
        return f"l{self.labels}"

    def add(self, name: str, kind: str) -> None:
        self.stack[-1].types[name] = kind
        self.stack[-1].fixed.discard(name)

    def declare(self, kind: str, choices: Choices, fixed: bool = False, fresh: bool = False) -> str:
        """A new variable in the innermost block.  Now and then it hides another of the same name."""
        visible = self.visible()
        if visible and not fresh and choices.chance(8):
            name = choices.one_of(sorted(visible))
        else:
            name = self.fresh_name()
        self.add(name, kind)
        if fixed:
            self.protect(name)
        return name

    def protect(self, name: str) -> None:
        """Let nothing assign to a variable of the innermost block."""
        self.stack[-1].fixed.add(name)

    def visible(self) -> dict[str, str]:
        types: dict[str, str] = {}
        for scope in self.stack:
            types.update(scope.types)
        return types

    def _fixed(self, name: str) -> bool:
        for scope in reversed(self.stack):
            if name in scope.types:
                return name in scope.fixed
        return False

    def variable(self, kind: str, choices: Choices, to_assign: bool = False) -> str | None:
        """A variable of a type that is in sight, if there is one."""
        names = [name for name, its in self.visible().items() if its == kind and not (to_assign and self._fixed(name))]
        return choices.one_of(names) if names else None

    def has(self, kind: str) -> bool:
        return kind in self.visible().values()

    def in_varargs(self) -> bool:
        """Whether `...` may be written here."""
        for scope in reversed(self.stack):
            if scope.function:
                return scope.varargs
        return False
