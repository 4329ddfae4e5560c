"""What was seen of a run: functions and their calls, lines, errors.  Only data.

A place in the program is a source (a path, as the program names it) and a line; lines are 1-based.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from debugger.observing.values import Values


class Site(NamedTuple):
    """Where a call is made: `column` is the 1-based byte of the line."""

    source: str
    line: int
    column: int


@dataclass
class Call:
    """A call: when it began, with what, and what came of it."""

    t: int
    arguments: list[str]
    literals: list[str] | None = None
    """The arguments as Lua, where all of them can be written so."""
    results: list[str] | None = None
    """None, as long as it has not returned."""
    result_literals: list[str] | None = None
    raised: bool = False
    error: str | None = None
    """The message of the error that it raised, if that was a text, and is known: not if it came out of a coroutine."""


@dataclass
class FunctionSeen:
    """A function that was loaded, be it that it was called or not.

    `number` tells functions apart that begin on the same line, in the order of the text.
    """

    source: str
    line: int
    last_line: int
    number: int
    parameters: list[str]
    is_vararg: bool
    calls: int = 0
    returned: int = 0
    raised: int = 0
    at_least: bool = False
    """There were more calls than were counted."""
    arguments: list[Values] = field(default_factory=list)
    results: list[Values] = field(default_factory=list)
    locals: dict[tuple[str, int], Values] = field(default_factory=dict)
    """Of each local variable that has a value, by name and the line where it gets it."""
    first_calls: list[Call] = field(default_factory=list)
    last: Call | None = None
    """The call that was over last; as long as none is, the one that began last."""
    last_returned: Call | None = None
    last_raised: Call | None = None
    callers: dict[Site, int] = field(default_factory=dict)


class FrameSeen(NamedTuple):
    """A function in progress when the error was raised; `line` is 0 for one that is not Lua."""

    source: str
    line: int
    name: str


@dataclass
class ErrorSeen:
    """The error that ended the run."""

    message: str
    t: int
    frames: list[FrameSeen]
    """The innermost first."""


@dataclass
class CaughtSeen:
    """Errors that were raised at one place and caught at one other."""

    message: str
    t: int
    """The moment before the first was raised."""
    frames: list[FrameSeen]
    """Those that it went through, the innermost first."""
    catcher: FrameSeen | None
    """The function that goes on, and the line where it had called what failed."""
    count: int = 1


class Ending(Enum):
    """How a run ended."""

    FINISHED = "finished"
    ERROR = "error"
    CUT = "the recording ends before the run"


@dataclass
class Seen:
    """All that was seen of a run."""

    functions: list[FunctionSeen] = field(default_factory=list)
    lines: dict[str, dict[int, int]] = field(default_factory=dict)
    """Of each source its lines with code, and how often each was executed, up to a limit."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """The sources, as they were."""
    globals: dict[str, Values] = field(default_factory=dict)
    """The program's own, at the end."""
    ending: Ending = Ending.CUT
    error: ErrorSeen | None = None
    caught: list[CaughtSeen] = field(default_factory=list)
    t: int = 0
