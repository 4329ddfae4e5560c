"""The watches pane: expressions that are evaluated wherever one stands."""

from tui.panes.list_pane import ListPane
from tui.panes.messages import Opened
from tui.views.moment import Moment
from tui.views.watches import Watch, Watches


class WatchesPane(ListPane):
    def __init__(self, watches: Watches, *, id: str) -> None:
        super().__init__(id=id)
        self.watches = watches

    def look(self, moment: Moment) -> None:
        self.watches.update(moment.frame)
        self.show_entries(self.watches.entries())

    @property
    def selected(self) -> str | None:
        """The expression of the cursor's row."""
        entry = self.entry
        return entry.subject.expression if entry is not None and isinstance(entry.subject, Watch) else None

    def chosen(self) -> None:
        """A watch leads to its history."""
        if self.selected is not None:
            self.post_message(Opened("watches", self.selected))
