"""Why the program stands where it stands, in a sentence."""

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
    if stop.reason is Reason.OLDEST:
        if session.oldest == 0:
            return "start of history: t=0, the program's first instruction"
        return f"start of history: t={grouped(session.oldest)}; raise --history to go further back"
    if stop.reason is Reason.FINISHED:
        if session.exit_code is not None:
            return f"end: the program has called os.exit (code {session.exit_code})"
        return "end: the program has finished"
    if stop.reason is Reason.ERROR:
        return f"end: uncaught error at {where}"
    if stop.reason is Reason.NEWEST:
        return f"end of history: t={grouped(session.newest)}"
    names = {Reason.BREAKPOINT: "breakpoint at", Reason.PAUSE: "paused at", Reason.SEEK: "went to"}
    return f"{names.get(stop.reason, 'stopped at')} {where}"


def error_banner(session: Session, known: str, at: int) -> tuple[str, str] | None:
    """What to say of the uncaught error `known` that happened at the moment `at`: a heading and the message."""
    if not known:
        return None
    if session.t >= at:
        return " ✖ UNCAUGHT ERROR ", f" lua: {known}"
    return f" ✖ error at t={grouped(at)} ", f" lua: {known}"
