"""The branches of the timeline as a tree of rows: where each left the one before it."""

from debugger.branches import Branch
from debugger.session import Session
from tui.spans import grouped
from tui.views.entries import Entry


def branch_entries(session: Session) -> list[Entry]:
    entries: list[Entry] = []
    _add(entries, session.branches.all(), -1, 0)
    return entries


def _add(entries: list[Entry], branches: list[Branch], parent: int, depth: int) -> None:
    for one in branches:
        if one.parent != parent:
            continue
        left = f"  left at t={grouped(one.forked_at)}" if parent >= 0 else ""
        entries.append(
            Entry(
                [
                    ("now", " ▶ " if one.is_active else "   "),
                    ("faint", "   " * max(depth - 1, 0) + ("└─ " if depth else "")),
                    ("heading" if one.is_active else "name", one.name),
                    ("faint", f"{left}  to t={grouped(one.newest)}"),
                ],
                subject=one,
            )
        )
        _add(entries, branches, one.number, depth + 1)
