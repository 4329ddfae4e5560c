"""A pane of entries: rows that lead to a moment or to a line of a source."""

from collections.abc import Sequence

from tui.panes.line_pane import LinePane
from tui.panes.messages import MomentChosen, PlaceChosen, Removed
from tui.spans import Line
from tui.views.entries import Entry


class ListPane(LinePane):
    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.entries: Sequence[Entry] = []

    def show_entries(self, entries: Sequence[Entry], cursor: int | None = None) -> None:
        self.entries = entries
        self.show([entry.line for entry in entries], cursor)

    def show_many(self, entries: Sequence[Entry], cursor: int | None) -> None:
        """The same for entries that are made when they are asked for."""
        self.entries = entries
        self.show([[]] * len(entries), cursor)

    def line(self, y: int) -> Line:
        return self.entries[y].line

    @property
    def entry(self) -> Entry | None:
        """That of the cursor."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def chosen(self) -> None:
        entry = self.entry
        if entry is None:
            return
        if entry.t is not None:
            self.post_message(MomentChosen(entry.t))
        elif entry.source_line:
            self.post_message(PlaceChosen(entry.source, entry.source_line))

    def removed(self) -> None:
        entry = self.entry
        if entry is not None and entry.subject is not None:
            self.post_message(Removed(entry.subject))
