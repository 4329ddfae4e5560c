"""Why and where a session stopped."""

from dataclasses import dataclass
from enum import Enum


class Reason(Enum):
    """The reasons for a stop; the values are words to show."""

    ENTRY = "entry"
    STEP = "step"
    BREAKPOINT = "breakpoint"
    SEEK = "seek"
    PAUSE = "pause"
    ERROR = "error"  # an error that nothing catches
    RAISE = "caught error"  # the next instruction raises an error that something catches
    FINISHED = "finished"  # the program has ended
    WRITE = "write"  # the next instruction writes to the place that was asked for
    READ = "read"  # the next instruction reads the place
    CREATED = "creation"  # the object did not exist before this moment
    OLDEST = "start of history"  # the oldest moment that can be reached
    RECORDING_END = "end of recording"  # the run went on, and the recording does not say how


@dataclass(frozen=True)
class Stop:
    """A stop: its reason, the moment, and where.  `line` is 0 where no Lua function runs; `text` says more."""

    reason: Reason
    t: int
    source: str
    line: int
    text: str = ""
