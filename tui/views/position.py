"""Where the present is, in words: before, at the end of or in the past of the run, and how far it is."""

from debugger import inspection
from debugger.session import Session
from tui.spans import Line, grouped, width
from tui.views.timeline import Timeline


def position_line(session: Session, timeline: Timeline, room: int, running: str, depth: bool = True) -> Line:
    """The row above the timeline, at most `room` cells wide; `running` says what is going on, if something is."""
    facts = timeline.facts
    percent = 100.0 if facts.newest == 0 else 100 * facts.t / facts.newest
    line: Line = [_chip(timeline, running), ("name", f" t={grouped(facts.t)}")]
    is_new = bool(running) and facts.t == facts.newest  # nobody knows yet how long the run is
    parts = [] if is_new else [f" of {grouped(facts.newest)}", f" · {percent:.1f}%"]
    if depth:
        parts.append(f" · depth {call_depth(session)}")
    if timeline.window is not None:
        start, end = timeline.window
        parts.append(f" · shown {grouped(start)} to {grouped(end)}")
    if facts.oldest:
        parts.append(f" · oldest {grouped(facts.oldest)}")
    for part in parts:
        if width([*line, ("faint", part)]) <= room:
            line.append(("faint", part))
    return line


def call_depth(session: Session) -> int:
    """How many calls are in progress, through all coroutines that wait."""
    return sum(max(int(co.depth), 0) for co in inspection.coroutines(session.machine))


def _chip(timeline: Timeline, running: str) -> tuple[str, str]:
    facts = timeline.facts
    if running:
        return ("chip-running", f" {running} ")
    if facts.t < facts.newest:
        return ("chip-past", f" ◀◀ PAST -{grouped(facts.newest - facts.t)} ")
    if facts.failed:
        return ("chip-error", " ✖ ERROR ")
    return ("chip-now", " ■ END " if facts.ended else " ● NOW ")
