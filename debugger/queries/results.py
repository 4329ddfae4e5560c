"""What queries find: frozen records with the moment, the place, and values as they were shown then.

`t` is always a moment to go to: the instruction of interest is the next one there.
"""

from dataclasses import dataclass, field
from typing import Any

from debugger.values import Formatter, type_of
from engine.runtime import tostring


@dataclass(frozen=True)
class Shown:
    """A value as it was at some moment: its type, its text, its number if it is one, else its object's identity."""

    type: str
    text: str
    number: int | float | None = None
    born: int = 0

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Where:
    """A place in a source: `line` is 0 where no Lua function runs."""

    source: str
    line: int
    column: int = 0
    function: str = ""

    def __str__(self) -> str:
        return f"{self.source}:{self.line}" if self.line else "(no Lua code)"


@dataclass(frozen=True)
class Moment:
    """A moment, and where the program stands then."""

    t: int
    where: Where


@dataclass(frozen=True)
class Write:
    """The step after moment `t` writes to the place: from `old` to `new`."""

    t: int
    where: Where
    old: Shown
    new: Shown


@dataclass(frozen=True)
class Read:
    """The step after moment `t` reads the place."""

    t: int
    where: Where
    value: Shown


@dataclass(frozen=True)
class Hit:
    """A line begins at moment `t`; `values` are those of the expression asked for."""

    t: int
    where: Where
    values: tuple[Shown, ...] = ()
    error: str = ""  # why the expression has no values


@dataclass(frozen=True)
class Call:
    """A call of a Lua function: entered at moment `t`, over after step `end` (-1: it goes on).

    `how` it ended: "return", "tail call" (its results are those of the function called), "error", or "" while it goes
    on.  `depth` counts the frames below it in its coroutine.
    """

    t: int
    end: int
    name: str
    where: Where
    caller: Where
    arguments: tuple[tuple[str, Shown], ...]
    results: tuple[Shown, ...]
    how: str
    error: str
    coroutine: int
    depth: int


@dataclass
class CallNode:
    """A call in the call tree; the root stands for the whole stretch."""

    name: str
    where: Where
    t: int
    end: int
    depth: int
    how: str = ""
    children: list["CallNode"] = field(default_factory=list)
    left_out: int = 0  # calls inside that the limit cut off


@dataclass(frozen=True)
class Raised:
    """The step after moment `t` raises an error.  `catcher` catches it, at `caught`; None if nothing does."""

    t: int
    where: Where
    error: Shown
    catcher: str
    caught: Where | None


@dataclass(frozen=True)
class Output:
    """Step `t` wrote this to a stream ("stdout" or "stderr")."""

    t: int
    where: Where
    text: str
    stream: str


@dataclass(frozen=True)
class Switch:
    """Step `t` went from one coroutine to another ("resume" or "return": it yielded, ended or failed)."""

    t: int
    kind: str
    coroutine: int
    other: int


@dataclass(frozen=True)
class Load:
    """Step `t` loaded a chunk (0: before the program began)."""

    t: int
    source: str
    functions: int


@dataclass(frozen=True)
class Site:
    """A place that made objects: how many, and when the first and the last."""

    where: Where
    kind: str
    count: int
    first: int
    last: int


@dataclass(frozen=True)
class LineCount:
    """How often a line began."""

    source: str
    line: int
    count: int


def shown(formatter: Formatter, value: object) -> Shown:
    """A value as it is now."""
    number = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return Shown(type_of(value), formatter.show(value), number, max(tostring.identity(value), 0))


def plain(result: object) -> Any:  # JSON is anything
    """A result as JSON has it: objects, lists, numbers and texts."""
    if isinstance(result, Shown):
        return result.text if result.number is None else result.number
    if isinstance(result, (list, tuple)):
        return [plain(one) for one in result]
    named = getattr(result, "__dataclass_fields__", None)
    if named is None:
        return result
    return {name: plain(getattr(result, name)) for name in named}
