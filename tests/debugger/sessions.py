"""Helpers: a session on a source text, and the stops that repeating a command makes."""

from collections.abc import Callable

from debugger.session import Session
from debugger.stops import Reason, Stop

ENDS = (Reason.FINISHED, Reason.ERROR, Reason.OLDEST)


def debugging(source: str, *, history: int = 1_000_000) -> Session:
    return Session("demo.lua", source=source.encode(), history=history)


def repeat(command: Callable[[], Stop], most: int = 100_000) -> list[Stop]:
    """The stops that a command makes until time ends in its direction; the last one is that end."""
    stops: list[Stop] = []
    while len(stops) < most:
        stops.append(command())
        if stops[-1].reason in ENDS:
            return stops
    raise AssertionError(f"no end after {most} stops")


def moments(stops: list[Stop]) -> list[int]:
    """When the stops are, the end aside."""
    return [stop.t for stop in stops[:-1]]


def lines(stops: list[Stop]) -> list[int]:
    """Where the stops are, the end aside."""
    return [stop.line for stop in stops[:-1]]


def run_to(session: Session, line: int) -> Stop:
    """Go forward to a line."""
    session.set_breakpoint(line)
    stop = session.continue_()
    session.clear_breakpoint(line)
    assert (stop.reason, stop.line) == (Reason.BREAKPOINT, line)
    return stop
