"""The call tree: → opens a call, ← closes it, Enter goes to its beginning."""

from debugger.queries.results import CallNode
from tui.panes.list_pane import ListPane
from tui.panes.messages import MomentChosen
from tui.views.calls import CallRow, Calls, call_entry
from tui.views.entries import hint
from tui.views.moment import Moment

_SIGN = 14  # cells before the tree


class CallsPane(ListPane):
    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.calls: Calls | None = None
        self.newest = -1  # the newest moment when the calls were asked for
        self._now = 0

    def answer(self, root: CallNode, newest: int) -> None:
        """The calls are known."""
        self.calls = Calls(root)
        self.newest = newest

    def look(self, moment: Moment) -> None:
        self._now = moment.session.t
        if self.calls is None:
            self.show_entries(hint("l lists all calls of the run"))
            return
        innermost = self.calls.open_to(self._now)
        self._show(innermost)

    def _show(self, node: CallNode | None) -> None:
        assert self.calls is not None
        rows = self.calls.rows()
        cursor = next((at for at, row in enumerate(rows) if row.node is node), None)
        entries = [call_entry(row, self._now) for row in rows]
        self.show_entries(entries or hint("no function was called"), cursor)

    def action_look_right(self) -> None:
        self._toggle(True)

    def action_look_left(self) -> None:
        self._toggle(False)

    def clicked(self, x: int, y: int) -> None:
        self.move_cursor(y)
        entry = self.entry
        row = entry.subject if entry is not None else None
        if isinstance(row, CallRow) and row.node.children and _SIGN <= x < _SIGN + 2 * row.depth + 2:
            self._toggle(None)
        else:
            self.chosen()

    def _toggle(self, is_open: bool | None) -> None:
        entry = self.entry
        if self.calls is not None and entry is not None and isinstance(entry.subject, CallRow):
            self.calls.toggle(entry.subject.node, is_open)
            self._show(entry.subject.node)

    def chosen(self) -> None:
        entry = self.entry
        if entry is not None and entry.t is not None:
            self.post_message(MomentChosen(entry.t))
