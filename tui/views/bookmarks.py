"""Bookmarks as rows, by time."""

from tui.bookmarks import Bookmarks
from tui.spans import printable
from tui.views.entries import Entry, hint, moment_span


def bookmark_entries(bookmarks: Bookmarks, now: int) -> list[Entry]:
    return [
        Entry(
            [
                ("now", " ▶" if one.t == now else "  "),
                ("mark-bookmark", f"{one.letter} "),
                moment_span(one.t),
                ("faint", one.place),
                ("", f"  {printable(one.note)}"),
            ],
            t=one.t,
            subject=one,
        )
        for one in bookmarks.all()
    ] or hint("m bookmarks a moment, with a note")
