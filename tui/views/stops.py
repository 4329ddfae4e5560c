"""Why the program stands where it stands, in a sentence."""

import re

from debugger.session import Session
from debugger.stops import Reason, Stop
from tui.spans import grouped
from tui.views.moment import short_name


def stop_text(session: Session, stop: Stop, label: str, forward: bool) -> str:
    """For the status line: the direction, the movement, and what ended it."""
    arrow = "▶" if forward else "◀"
    return f"{arrow} {label} · {_why(session, stop)}"


def _why(session: Session, stop: Stop) -> str:
    where = f"{short_name(stop.source)}:{stop.line}" if stop.line else "no Lua function"
    if stop.reason is Reason.OLDEST or (stop.reason is Reason.SEEK and stop.t == session.oldest):
        if session.oldest == 0:
            return "start of history: t=0, the program's first instruction"
        return f"start of history: t={grouped(session.oldest)}; what came before is given up (too much memory)"
    machine = session.machine
    if stop.reason is Reason.PAUSE and (machine.results is not None or machine.failure is not None):
        return "given up: back at the end"
    if stop.reason is Reason.FINISHED or machine.results is not None:
        if session.exit_code is not None:
            return f"end: the program has called os.exit (code {session.exit_code})"
        return "end: the program has finished"
    if stop.reason is Reason.ERROR or machine.failure is not None:
        return f"end: uncaught error at {where}"
    if stop.reason is Reason.RECORDING_END:
        problem = "" if session.recording is None else session.recording.problem
        return f"end of the recording: t={grouped(stop.t)}; {problem}"
    if stop.reason is Reason.SEEK and stop.t == session.newest:
        return f"end of history: t={grouped(session.newest)}"
    if stop.reason is Reason.WRITE:
        return f"written next, at {where}"
    if stop.reason is Reason.READ:
        return f"read next, at {where}"
    if stop.reason is Reason.CREATED:
        return f"nothing wrote to it before: it is made at {where}"
    names = {Reason.BREAKPOINT: "breakpoint at", Reason.PAUSE: "paused at", Reason.SEEK: f"t={grouped(stop.t)} at"}
    return f"{names.get(stop.reason, 'stopped at')} {where}"


def error_banner(session: Session, stop: Stop | None) -> tuple[str, str] | None:
    """What to say of the uncaught error that the program ends with, if it does: a heading, and the message."""
    if stop is None:
        return None
    if session.t >= stop.t:
        return " ✖ UNCAUGHT ERROR ", f"{session.machine.dialect.reports.program.decode()}: {stop.text}"
    return f" ✖ error at t={grouped(stop.t)}", f"line {stop.line}: {without_position(stop.text, stop.line)}"


def without_position(text: str, line: int) -> str:
    """An error's message without its `file:line:`."""
    return re.sub(rf"^[^\n]*?:{line}: ", "", text, count=1)
