"""A pane for the answer to a question about the run: rows that lead to moments, or to what a difference has been."""

from collections.abc import Callable, Sequence

from debugger.differences import Difference
from tui.panes.list_pane import ListPane
from tui.panes.messages import Opened
from tui.views.entries import Entry, hint

Drawn = Callable[[int], tuple[Sequence[Entry], int]]
"""For a width the rows of an answer, and the one to be at."""


class AnswerPane(ListPane):
    """Empty until there is an answer; `subject` is what it is about."""

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(id=id)
        self.subject = ""
        self._hint = hint(text)

        self._drawn: Drawn | None = None

    def on_mount(self) -> None:
        self.show_entries(self._hint)

    def answer(self, subject: str, entries: Sequence[Entry], cursor: int = 0) -> None:
        self.draw(subject, lambda _: (entries, cursor))

    def draw(self, subject: str, drawn: Drawn) -> None:
        """The same for an answer that is drawn as wide as the pane is."""
        self.subject = subject
        self._drawn = drawn
        self._show()

    def on_resize(self) -> None:
        super().on_resize()
        self._show()

    def _show(self) -> None:
        if self._drawn is not None and self.size.width:
            entries, cursor = self._drawn(self.size.width)
            self.show_entries(entries or self._hint, cursor)

    def chosen(self) -> None:
        entry = self.entry
        if entry is not None and isinstance(entry.subject, Difference) and entry.subject.kind in ("variable", "field"):
            self.post_message(Opened(self.id or "", entry.subject.name))
        else:
            super().chosen()
