"""The program's coroutines as rows: their states, where they stand, and who resumed whom."""

from debugger.session import Session
from debugger.values import coroutine_status
from engine.runtime.coroutine import Coroutine
from tui.views.entries import Entry, hint
from tui.views.moment import coroutine_name, frame_name, place


def coroutine_entries(session: Session) -> list[Entry]:
    """All that are not dead; the running one is marked ▶, those that wait for the one that they resumed ▷."""
    machine = session.machine
    if machine.results is not None:
        return hint("the program has ended")
    found = session.coroutines()
    room = max(len(coroutine_name(session, co)) for co in found)
    return [_entry(session, co, room) for co in found]


def _entry(session: Session, co: Coroutine, room: int) -> Entry:
    machine = session.machine
    sign = "▶" if co is machine.current else "▷" if co.resumer is not None or co is machine.main else "‖"
    frame = next((one for one in session.walk_frames(co) if one.closure is not None), None)
    where = "not started" if frame is None else f"{frame_name(frame)}  {place(frame)}"
    by = "" if co.resumer is None else f"  ↰ resumed by {coroutine_name(session, co.resumer)}"
    return Entry(
        [
            ("now", f" {sign} "),
            ("heading", f"{coroutine_name(session, co):<{room}}"),
            ("keyword", f"  {coroutine_status(machine, co):<9}"),
            ("name", f"  {where}"),
            ("faint", by),
        ],
        subject=co,
    )
