"""A pane for the answer to a question about the run: rows that lead to moments."""

from collections.abc import Sequence

from tui.panes.list_pane import ListPane
from tui.views.entries import Entry, hint


class AnswerPane(ListPane):
    """Empty until there is an answer; `subject` is what it is about."""

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(id=id)
        self.subject = ""
        self._hint = hint(text)

    def on_mount(self) -> None:
        self.show_entries(self._hint)

    def answer(self, subject: str, entries: Sequence[Entry], cursor: int = 0) -> None:
        self.subject = subject
        self.show_entries(entries or self._hint, cursor)
