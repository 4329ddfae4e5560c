"""How a stop is told: its reason as the protocol has it, and the position in time for people."""

from typing import Final

from debugger.session import Session
from debugger.stops import Reason, Stop

REASONS: Final = {
    Reason.ENTRY: "entry",
    Reason.STEP: "step",
    Reason.BREAKPOINT: "breakpoint",
    Reason.SEEK: "goto",
    Reason.PAUSE: "pause",
    Reason.ERROR: "exception",
    Reason.RAISE: "exception",
    Reason.FINISHED: "pause",
    Reason.WRITE: "data breakpoint",
    Reason.READ: "data breakpoint",
    Reason.CREATED: "data breakpoint",
    Reason.OLDEST: "entry",
    Reason.RECORDING_END: "pause",
}

_WORDS: Final = {
    Reason.ENTRY: "Start of history",
    Reason.STEP: "Paused on step",
    Reason.BREAKPOINT: "Paused on breakpoint",
    Reason.SEEK: "Moved in time",
    Reason.PAUSE: "Paused",
    Reason.RAISE: "About to raise an error that is caught",
    Reason.ERROR: "Stopped at an error that nothing catches",
    Reason.FINISHED: "End of the program",
    Reason.WRITE: "About to be written",
    Reason.READ: "About to be read",
    Reason.CREATED: "About to be created",
    Reason.OLDEST: "Start of history",
    Reason.RECORDING_END: "End of the recording",
}

ENDS: Final = (Reason.FINISHED, Reason.ERROR, Reason.RECORDING_END)
"""Why the program cannot go on."""


def reason(stop: Stop) -> str:
    return REASONS[stop.reason]


def position(session: Session) -> str:
    """Where in its time the program stands: `t=1841 of 9210 (20 %)`."""
    t, newest = session.t, session.newest
    percentage = f" ({t * 100 // newest} %)" if newest else ""
    return f"t={t} of {newest}{percentage}"


def description(session: Session, stop: Stop) -> str:
    """One line that says why and when the program stands."""
    words = _WORDS[stop.reason]
    if stop.reason is Reason.FINISHED and session.exit_code is not None:
        words += f" (exit code {session.exit_code})"
    return f"{words}, {position(session)}"
